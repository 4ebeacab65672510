using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Starts;

/// <summary>The result of one start of a process.</summary>
/// <param name="Contender">The name of the contender.</param>
/// <param name="Served">Seconds from the start of the process until a request is served.</param>
/// <param name="Ready">Seconds from the start of the process until it reports that it is ready.</param>
/// <param name="Windows">The performance from then on, under load.</param>
internal sealed record StartSample(string Contender, double Served, double Ready, StartWindow[] Windows)
{
    private const double Most = 0.8;

    /// <summary>Returns the performance at the end, by the given measure.</summary>
    public double Warm(Func<StartWindow, double> measure) =>
        Spread.Of(Windows[^(int)(StartOptions.WarmSeconds / StartOptions.Window.TotalSeconds)..].Select(measure)).Median;

    /// <summary>Returns the performance in the first second of load.</summary>
    public double First(Func<StartWindow, double> measure) => Windows[..(int)(1 / StartOptions.Window.TotalSeconds)].Average(measure);

    /// <summary>
    /// Returns the seconds from the start of the process until the end of the first of two consecutive windows that both reach 80 % of the
    /// warm performance; infinity if there are none.
    /// </summary>
    public double Reaches(double warm, Func<StartWindow, double> measure) =>
        Windows.Zip(Windows.Skip(1)).FirstOrDefault(pair => measure(pair.First) >= Most * warm
            && measure(pair.Second) >= Most * warm).First?.Ends ?? double.PositiveInfinity;
}
