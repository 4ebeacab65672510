using System.Globalization;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Simulator.Clusters.Timing;

/// <summary>A distribution of random durations.</summary>
internal sealed class Distribution
{
    public const string Forms = "constant:TIME, uniform:TIME:TIME, exponential:MEAN, or lognormal:MEDIAN:SIGMA with SIGMA from 0 to 3";

    private const double GreatestSigma = 3;

    private readonly Func<RandomStream, TimeSpan> _draw;

    private Distribution(Func<RandomStream, TimeSpan> draw) => _draw = draw;

    public TimeSpan Draw(RandomStream random) => _draw(random);

    public static bool TryParse(string text, out Distribution distribution)
    {
        var parts = text.Split(':');
        distribution = null!;
        if (parts.Length < 2 || !DurationText.TryParse(parts[1], out var first))
        {
            return false;
        }

        distribution = (parts[0], parts.Length) switch
        {
            ("constant", 2) => new(_ => first),
            ("exponential", 2) => new(random => first * -Math.Log(1 - random.NextDouble())),
            ("uniform", 3) when DurationText.TryParse(parts[2], out var last) && last >= first =>
                new(random => first + ((last - first) * random.NextDouble())),
            ("lognormal", 3) when double.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sigma)
                && sigma <= GreatestSigma =>
                new(random => first * Math.Exp(sigma * Normal(random))),
            _ => null!,
        };
        return distribution is not null;
    }

    /// <summary>Returns a normally distributed number (Box-Muller transform).</summary>
    private static double Normal(RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
