using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>A gateway. For a lost gateway only its name, when it started, and since when it is lost are present.</summary>
/// <param name="Name">Its name among the replicas.</param>
/// <param name="Started">When its process started.</param>
/// <param name="Version">The version of the membership that it uses.</param>
/// <param name="Digest">Equal on two gateways exactly when every key has the same owner on both.</param>
/// <param name="Algorithm">The placement algorithm.</param>
/// <param name="InFlight">The number of requests that it has in flight.</param>
/// <param name="Refused">The number of requests and connections that it has rejected or shed since it started.</param>
/// <param name="Panic">Whether it uses servers that it finds unhealthy, because too few are healthy.</param>
/// <param name="DivergesSince">Since when its digest has differed from that of the ring; absent if it does not.</param>
/// <param name="Unhealthy">The servers that it finds unhealthy, with the reason.</param>
/// <param name="Failures">
/// Its last failure on these servers: an error type of RFC 9209 §2.3, such as <c>connection_refused</c>, and details after a colon. A
/// server that only other gateways find unhealthy is not included.
/// </param>
/// <param name="LostSince">Since when it has not reported; absent while it does.</param>
/// <param name="Policy">Its settings that decide where a key goes, by name; absent if its build does not report them.</param>
/// <param name="ClockAheadSeconds">
/// How far its clock is ahead of the clock of Redis, in seconds; negative if it is behind, absent if this is unknown.
/// </param>
internal sealed record GatewayResponse(
    string Name,
    DateTimeOffset Started,
    long? Version,
    string? Digest,
    string? Algorithm,
    int? InFlight,
    long? Refused,
    bool? Panic,
    DateTimeOffset? DivergesSince,
    IReadOnlyDictionary<string, string>? Unhealthy,
    IReadOnlyDictionary<string, string>? Failures,
    DateTimeOffset? LostSince = null,
    IReadOnlyDictionary<string, string>? Policy = null,
    double? ClockAheadSeconds = null)
{
    /// <summary>The latest fault of one of its background loops; absent if none occurred in the last ten minutes.</summary>
    public FaultResponse? Fault { get; init; }

    /// <summary>Its process; absent if its build does not report it.</summary>
    public GatewayFactsResponse? Facts { get; init; }

    public static GatewayResponse Of(KnownGateway lost) => new(
        lost.Name.Value, lost.Started, Version: null, Digest: null, Algorithm: null, InFlight: null, Refused: null, Panic: null,
        DivergesSince: null, Unhealthy: null, Failures: null, lost.LostSince);

    public static GatewayResponse Of(GatewayView view) => new(
        view.Status.Name.Value,
        view.Status.Started,
        view.Status.Version,
        view.Status.Digest,
        view.Status.Algorithm.ToString(),
        view.InFlight,
        view.Status.Rejected,
        view.Status.IsPanic,
        view.Divergence?.Since,
        view.Status.Unhealthy.ToDictionary(entry => entry.Key.Value, entry => entry.Value.ToString(), StringComparer.Ordinal),
        view.Status.Failures.ToDictionary(entry => entry.Key.Value, entry => entry.Value, StringComparer.Ordinal),
        LostSince: null,
        view.Status.Policy,
        view.Status.ClockAhead is { } ahead ? Math.Round(ahead.TotalSeconds, 3) + 0.0 : null)
    {
        Fault = FaultResponse.Of(view.Status.Fault),
        Facts = GatewayFactsResponse.Of(view.Status.Facts),
    };
}
