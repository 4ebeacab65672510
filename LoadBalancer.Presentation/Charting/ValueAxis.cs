using System.Collections.Immutable;

namespace LoadBalancer.Presentation.Charting;

/// <summary>
/// An axis of values with ticks at round values: linear from 0 to a round number at or above the greatest value, or logarithmic over whole
/// powers of ten.
/// </summary>
/// <param name="Top">The value at the end; above 0.</param>
/// <param name="Ticks">The ticks, including both ends.</param>
internal sealed record ValueAxis(double Top, ImmutableArray<AxisTick> Ticks)
{
    private const int MostSteps = 4;

    /// <summary>The ratio of the greatest value to the least one from which on small values are unreadable on a linear axis.</summary>
    private const double WideRatio = 100;

    private static readonly double[] Rounds = [1, 2, 2.5, 5, 10];

    /// <summary>The value at the beginning: 0 on a linear axis, above 0 on a logarithmic one.</summary>
    public double Bottom { get; private init; }

    /// <summary>Returns the linear axis for values up to a maximum; 0 to 1 if there are no values above 0.</summary>
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

    /// <summary>Returns the logarithmic axis that has both values, which are above 0.</summary>
    public static ValueAxis Logarithmic(double least, double greatest)
    {
        var first = (int)Math.Floor(Math.Log10(least) + 1e-9);
        var last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(greatest) - 1e-9));
        var step = ((last - first) + MostSteps) / (MostSteps + 1);
        last = first + (((last - first) + step - 1) / step * step);
        return new(
            Math.Pow(10, last),
            [
                .. Enumerable.Range(0, ((last - first) / step) + 1)
                    .Select(i => new AxisTick(Math.Pow(10, first + (i * step)), (double)i * step / (last - first))),
            ])
        {
            Bottom = Math.Pow(10, first),
        };
    }

    /// <summary>Returns the axis on which all values are readable: logarithmic if they differ by a factor of more than 100.</summary>
    public static ValueAxis ForWide(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>().Where(value => value > 0)];
        return known.Length > 0 && known.Max() / known.Min() > WideRatio
            ? Logarithmic(known.Min(), known.Max())
            : For(known.DefaultIfEmpty().Max());
    }

    /// <summary>Returns the position of a value: 0 at the beginning of the axis, 1 at its end.</summary>
    public double PartOf(double value) =>
        Bottom > 0 ? Math.Log(Math.Clamp(value, Bottom, Top) / Bottom) / Math.Log(Top / Bottom) : value / Top;
}
