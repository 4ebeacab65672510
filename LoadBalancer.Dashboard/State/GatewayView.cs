using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.State;

/// <summary>One gateway as it is shown.</summary>
/// <param name="Process">Its process, as in its reports; unique, where the name in <paramref name="Status"/> should be.</param>
/// <param name="Status">What it says of itself.</param>
/// <param name="InFlight">Requests that it has in flight.</param>
/// <param name="DivergesSince">Since when it has placed keys unlike the membership says; <see langword="null"/> where it does not.</param>
internal sealed record GatewayView(string Process, GatewayStatus Status, int InFlight, DateTimeOffset? DivergesSince);
