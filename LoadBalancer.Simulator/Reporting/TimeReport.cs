using System.Text.Json.Serialization;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The requests within one interval of time.</summary>
/// <param name="From">The beginning of the interval.</param>
/// <param name="Requests">The number of requests.</param>
/// <param name="ServerErrors">The requests with a status of 500 or more.</param>
/// <param name="ByServer">The number of requests to each server, in the order of the report's servers.</param>
internal sealed record TimeReport(DateTimeOffset From, long Requests, long ServerErrors, IReadOnlyList<long> ByServer)
{
    /// <summary>The requests with a status of 400 to 498.</summary>
    public long ClientErrors { get; init; }

    /// <summary>The requests with the status 499: the client disconnected before a response began.</summary>
    public long ClientsLeft { get; init; }

    /// <summary>The latency of the requests.</summary>
    [JsonIgnore]
    public LatencyHistogram Latency { get; init; } = LatencyHistogram.Empty;

    /// <summary>The median latency, to within 6 %; absent without requests.</summary>
    public double? P50Ms => At(0.5);

    /// <summary>The 95th percentile of the latency, to within 6 %.</summary>
    public double? P95Ms => At(0.95);

    /// <summary>The 99th percentile of the latency, to within 6 %.</summary>
    public double? P99Ms => At(0.99);

    private double? At(double part) => Latency.Percentile(part) is { } latency ? LatencyFigures.Milliseconds(latency) : null;
}
