namespace LoadBalancer.Proxy.Listening;

/// <summary>Marks an endpoint that the gateway serves itself.</summary>
internal sealed class OwnEndpoint
{
    /// <summary>An endpoint that only the management port serves, if there is one.</summary>
    public static readonly OwnEndpoint Mark = new(isPublic: false);

    /// <summary>An endpoint that all ports serve.</summary>
    public static readonly OwnEndpoint PublicMark = new(isPublic: true);

    private OwnEndpoint(bool isPublic) => IsPublic = isPublic;

    /// <summary>Whether other ports serve the endpoint too if there is a management port.</summary>
    public bool IsPublic { get; }
}
