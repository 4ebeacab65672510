using System.Collections.Immutable;

namespace LoadBalancer.Presentation;

/// <summary>An axis from 0 to a round number at or above the greatest value, with ticks at round values.</summary>
/// <param name="Top">The value at the end; above 0.</param>
/// <param name="Ticks">The ticks, including 0 and the top.</param>
internal sealed record ValueAxis(double Top, ImmutableArray<AxisTick> Ticks)
{
    private const int MostSteps = 4;

    private static readonly double[] Rounds = [1, 2, 2.5, 5, 10];

    /// <summary>Returns the axis for values up to a maximum; 0 to 1 if there are no values above 0.</summary>
    public static ValueAxis For(double greatest)
    {
        if (greatest <= 0)
        {
            return new(1, [new(0, 0), new(1, 1)]);
        }

        var least = greatest / MostSteps;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = Rounds.Select(round => round * magnitude).First(candidate => candidate >= least * (1 - 1e-9));
        var steps = Math.Max(1, (int)Math.Ceiling((greatest / step) - 1e-9));
        return new(step * steps, [.. Enumerable.Range(0, steps + 1).Select(i => new AxisTick(step * i, (double)i / steps))]);
    }
}
