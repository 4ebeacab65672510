namespace LoadBalancer.Simulator.Charts;

/// <summary>Values over the same places, drawn in one colour.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Values">One for each place; not a number where there is none.</param>
/// <param name="IsBad">Drawn in the colour of failures.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<double> Values, bool IsBad = false);
