using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Simulator.Clusters.Gateways;

/// <summary>One request at a gateway, on the snapshot that it began with.</summary>
internal sealed class SimulatedRequest
{
    /// <param name="gateway">Where it is.</param>
    /// <param name="hash">Its key's hash.</param>
    /// <param name="isIdempotent">Whether its method is.</param>
    /// <param name="began">When it came.</param>
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
