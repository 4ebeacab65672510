namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The store that the AppHost starts.</summary>
internal enum StoreKind
{
    /// <summary>Microsoft.Garnet in a process of its own (<c>LoadBalancer.Store</c>).</summary>
    Embedded,

    /// <summary>Redis in a container.</summary>
    Container,
}
