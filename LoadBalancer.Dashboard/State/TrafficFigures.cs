using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;
using LoadBalancer.Presentation;

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

    /// <summary>The share of the responses with 5xx as text; their number if they are too few for a percentage.</summary>
    public string ErrorText => TextOf(Figures.Percent);

    /// <summary><see cref="ErrorText"/> for a column, with one decimal in each row.</summary>
    public string ErrorColumnText => TextOf(rate => Figures.Percent(rate, decimals: 1));

    /// <summary>Returns the figures of a time.</summary>
    public static TrafficFigures Of(StatisticsWindow window) => Of(window.Servers, window.Unplaced);

    /// <summary>Returns the figures of statistics.</summary>
    /// <param name="statistics">The statistics of the requests that were sent to servers.</param>
    /// <param name="unplaced">The responses to those that were not.</param>
    public static TrafficFigures Of(ServerStatistics statistics, ResponseCounts unplaced = default)
    {
        var responses = (statistics.Responses + unplaced).All;
        return new(
            statistics.Requests + unplaced.Requests,
            responses.Total,
            responses.ServerErrors,
            statistics.Latency.Count < Fewest ? null : statistics.Latency.Percentile(0.99));
    }

    private string TextOf(Func<double, string> percent) => this switch
    {
        { Responses: 0 } => Figures.None,
        { ErrorRate: { } rate } => percent(rate),
        _ => $"{Figures.Count(Errors)} of {Figures.Count(Responses)}",
    };
}
