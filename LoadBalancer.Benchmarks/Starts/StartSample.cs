using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>One start of a process.</summary>
/// <param name="Contender">Which.</param>
/// <param name="Served">Seconds from the start of the process until a request is served.</param>
/// <param name="Ready">Until it says that it is ready.</param>
/// <param name="Windows">What it does from then on, under load.</param>
internal sealed record StartSample(string Contender, double Served, double Ready, StartWindow[] Windows)
{
    private const double Most = 0.8;

    /// <summary>What it does at the end, by one measure or the other.</summary>
    public double Warm(Func<StartWindow, double> measure) =>
        Spread.Of(Windows[^(int)(StartOptions.WarmSeconds / StartOptions.Window.TotalSeconds)..].Select(measure)).Median;

    /// <summary>What it does in the first second of load.</summary>
    public double First(Func<StartWindow, double> measure) => Windows[..(int)(1 / StartOptions.Window.TotalSeconds)].Average(measure);

    /// <summary>
    /// Seconds from the start of the process until it does 80 % of something in two windows in a row, to the end of the first; infinite if
    /// it does not.
    /// </summary>
    public double Reaches(double warm, Func<StartWindow, double> measure) =>
        Windows.Zip(Windows.Skip(1)).FirstOrDefault(pair => measure(pair.First) >= Most * warm
            && measure(pair.Second) >= Most * warm).First?.Ends ?? double.PositiveInfinity;
}
