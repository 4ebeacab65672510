using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>How requests fared in a time.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Responses">The number of responses that clients received.</param>
/// <param name="Errors">The number of responses with 5xx, of servers and of gateways.</param>
/// <param name="P99">
/// The latency that 99% of the requests did not exceed; <see langword="null"/> if there were fewer than <see cref="Fewest"/>.
/// </param>
internal sealed record TrafficFigures(long Requests, long Responses, long Errors, TimeSpan? P99)
{
    /// <summary>The number of requests below which a percentage or a percentile says nothing.</summary>
    public const int Fewest = 20;

    /// <summary>
    /// The share of the responses with 5xx, 0 to 1; <see langword="null"/> if there were fewer than <see cref="Fewest"/> responses.
    /// </summary>
    public double? ErrorRate => Responses < Fewest ? null : (double)Errors / Responses;

    /// <summary>Returns the figures of a time.</summary>
    public static TrafficFigures Of(StatisticsWindow window)
    {
        var responses = window.Responses.All;
        var latency = window.Servers.Latency;
        return new(
            window.Requests, responses.Total, responses.ServerErrors, latency.Count < Fewest ? null : latency.Percentile(0.99));
    }
}
