using LoadBalancer.Core.Selection;

namespace LoadBalancer.Gateway.State;

/// <summary>What one request works on from beginning to end.</summary>
/// <param name="Cluster">Who is there and where keys belong.</param>
/// <param name="Bound">The bound on their load, or <see langword="null"/> for none.</param>
internal sealed record ServingSnapshot(ClusterSnapshot Cluster, LoadBound? Bound);
