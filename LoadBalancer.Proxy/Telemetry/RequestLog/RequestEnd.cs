using LoadBalancer.Cluster.Failover;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>What became of a request.</summary>
/// <param name="Attempts">Where it went; <see langword="null"/> if it was not placed.</param>
/// <param name="Status">The status that the client got; <see cref="ClientLeft"/> if it left before a response began.</param>
/// <param name="IsGateways">Whether the gateway gave the response, and not a server.</param>
/// <param name="Bytes">The content that the client was sent.</param>
internal readonly record struct RequestEnd(Attempts? Attempts, int Status, bool IsGateways, long Bytes)
{
    /// <summary>No status of HTTP: what logs have where a client left, since nginx has it so.</summary>
    public const int ClientLeft = 499;
}
