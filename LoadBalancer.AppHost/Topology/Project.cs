namespace LoadBalancer.AppHost.Topology;

/// <summary>The projects that the topology runs, by the role that they play in it.</summary>
internal enum Project
{
    Backend,
    Gateway,
    Dashboard,
}
