using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.Charts.Heat;

/// <summary>
/// The steps of latency that have a colour each: round values (1, 2, 5, 10 …) from about the usual latency up, so that a hang and a slow
/// server are both visible. Immutable.
/// </summary>
/// <param name="Thresholds">The least latency of each step but the first one, in ascending order.</param>
internal sealed record LatencyScale(ImmutableArray<TimeSpan> Thresholds)
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 8;

    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(100);
    private static readonly double[] Rounds = [1, 2, 5];

    /// <summary>Returns a scale that begins above a latency.</summary>
    /// <param name="usual">The median of all requests; <see langword="null"/> if there are none.</param>
    public static LatencyScale Above(TimeSpan? usual)
    {
        var micros = Math.Max((usual ?? TimeSpan.Zero).TotalMicroseconds, Least.TotalMicroseconds);
        var exponent = (int)Math.Floor(Math.Log10(micros));
        var rounds = Enumerable.Range(0, Steps)
            .SelectMany(power => Rounds.Select(round => round * Math.Pow(10, exponent + power)))
            .Where(value => value > micros * (1 + 1e-9));
        return new([.. rounds.Take(Steps - 1).Select(value => TimeSpan.FromMicroseconds(Math.Round(value)))]);
    }

    /// <summary>Returns the step of a latency, from 0.</summary>
    public int StepOf(TimeSpan latency) => Thresholds.Count(threshold => latency >= threshold);
}
