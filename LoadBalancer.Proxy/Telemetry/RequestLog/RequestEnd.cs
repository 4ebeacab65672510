using LoadBalancer.Cluster.Failover;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The result of a request.</summary>
/// <param name="Attempts">The request's attempts; <see langword="null"/> if it was not placed.</param>
/// <param name="Status">The status of the response; <see cref="ClientLeft"/> if the client disconnected before a response began.</param>
/// <param name="IsGateways">Whether the response was a local response of the gateway.</param>
/// <param name="Bytes">The number of body bytes sent to the client.</param>
internal readonly record struct RequestEnd(Attempts? Attempts, int Status, bool IsGateways, long Bytes)
{
    /// <summary>Not an HTTP status: the value that logs use, as introduced by nginx, if a client disconnected.</summary>
    public const int ClientLeft = 499;
}
