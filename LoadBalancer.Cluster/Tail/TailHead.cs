using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Tail;

/// <summary>The part of a batch that every version has.</summary>
internal sealed record TailHead(int V, GatewayId Gateway);
