namespace LoadBalancer.Simulator.Charts;

/// <summary>A series of values, drawn in one color. All series of a chart share the positions on the horizontal axis.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Values">One value for each position; NaN leaves a gap.</param>
/// <param name="IsBad">Whether the series is drawn in the color of failures.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<double> Values, bool IsBad = false);
