using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>A request at a gateway. It keeps the snapshot that it began with.</summary>
internal sealed class SimulatedRequest
{
    /// <param name="gateway">The gateway that received the request.</param>
    /// <param name="hash">The hash of the request's key.</param>
    /// <param name="isIdempotent">Whether the request's method is idempotent.</param>
    /// <param name="began">The time at which the request arrived.</param>
    public SimulatedRequest(SimulatedGateway gateway, ulong hash, bool isIdempotent, TimeSpan began)
    {
        Gateway = gateway;
        Traits = new(isIdempotent);
        Began = began;
        var serving = gateway.Serving;
        Cluster = serving.Cluster;
        Attempts.Begin(serving, hash);
        Retry = new(gateway.Policy, Attempts, gateway.Health);
    }

    public SimulatedGateway Gateway { get; }

    public RequestTraits Traits { get; }

    public TimeSpan Began { get; }

    public ClusterSnapshot Cluster { get; }

    public Attempts Attempts { get; } = new();

    public RetryState Retry { get; }
}
