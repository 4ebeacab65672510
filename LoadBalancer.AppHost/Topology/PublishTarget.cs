namespace LoadBalancer.AppHost.Topology;

/// <summary>What files are published for, instead of azd's manifest alone.</summary>
internal enum PublishTarget
{
    Compose,
    Kubernetes,
}
