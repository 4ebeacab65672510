namespace LoadBalancer.AppHost.Topology;

/// <summary>The shared state. Projects find it in <c>ConnectionStrings__{Name}</c>.</summary>
/// <param name="Name">Of the resource and of the connection string.</param>
/// <param name="ConnectionString">A Redis that runs already; null for one that the orchestrator starts.</param>
internal sealed record StoreResource(string Name, string? ConnectionString)
{
    public bool IsEmbedded => ConnectionString is null;
}
