using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State;

/// <summary>How requests fared in a time.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Responses">The number of responses that clients received.</param>
/// <param name="Errors">The number of responses with 5xx, of servers and of gateways.</param>
/// <param name="P99">
/// The latency that 99% of the requests, or of the attempts on a server, did not exceed; <see langword="null"/> if there were fewer than
/// <see cref="Fewest"/>.
/// </param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="FailedAttempts">The number of attempts that failed, whether or not another server responded to the request then.</param>
internal sealed record TrafficFigures(
    long Requests, long Responses, long Errors, TimeSpan? P99, long Attempts = 0, long FailedAttempts = 0)
{
    /// <summary>The number of requests below which a percentage or a percentile says nothing.</summary>
    public const int Fewest = 20;

    /// <summary>The number of responses with 4xx, of servers and of gateways.</summary>
    public long ClientErrors { get; init; }

    /// <summary>
    /// The share of the responses with 5xx, 0 to 1; <see langword="null"/> if there were fewer than <see cref="Fewest"/> responses.
    /// </summary>
    public double? ErrorRate => Responses < Fewest ? null : (double)Errors / Responses;

    /// <summary>
    /// The share of the responses with 4xx, 0 to 1; <see langword="null"/> if there were fewer than <see cref="Fewest"/> responses.
    /// </summary>
    public double? ClientErrorRate => Responses < Fewest ? null : (double)ClientErrors / Responses;

    /// <summary>The share of the responses with 5xx as text; their number if they are too few for a percentage.</summary>
    public string ErrorText => ShareText(Errors, Responses);

    /// <summary><see cref="ErrorText"/> for a column, with one decimal in each row.</summary>
    public string ErrorColumnText => ShareText(Errors, Responses, decimals: 1);

    /// <summary>The share of the responses with 4xx as text; their number if they are too few for a percentage.</summary>
    public string ClientErrorText => ShareText(ClientErrors, Responses);

    /// <summary>The share of the attempts that failed, 0 to 1.</summary>
    public double FailureRate => Attempts == 0 ? 0 : (double)FailedAttempts / Attempts;

    /// <summary>The share of the attempts that failed as text; their number if there were too few for a percentage.</summary>
    public string FailureText => ShareText(FailedAttempts, Attempts);

    /// <summary><see cref="FailureText"/> for a column, with one decimal in each row.</summary>
    public string FailureColumnText => ShareText(FailedAttempts, Attempts, decimals: 1);

    /// <summary>Returns the figures of a time.</summary>
    public static TrafficFigures Of(StatisticsWindow window) => Of(window.Servers, window.RequestLatency, window.Unplaced);

    /// <summary>Returns the figures of a server, or of a gateway.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <param name="requestLatency">The latency of whole requests; by default, that of attempts.</param>
    public static TrafficFigures Of(ServerStatistics statistics, LatencyHistogram? requestLatency = null) =>
        Of(statistics, requestLatency ?? statistics.Latency, default);

    private static TrafficFigures Of(ServerStatistics statistics, LatencyHistogram latency, ResponseCounts unplaced)
    {
        var responses = (statistics.Responses + unplaced).All;
        return new(
            statistics.Requests + unplaced.Requests,
            responses.Total,
            responses.ServerErrors,
            latency.Count < Fewest ? null : latency.Percentile(0.99),
            statistics.Attempts,
            statistics.Failures)
        {
            ClientErrors = responses.ClientErrors,
        };
    }

    private static string ShareText(long part, long whole, int? decimals = null) =>
        whole == 0 ? Figures.None
        : whole < Fewest ? $"{Figures.Count(part)} of {Figures.Count(whole)}"
        : decimals is { } count ? Figures.Percent((double)part / whole, count)
        : Figures.Percent((double)part / whole);
}
