namespace LoadBalancer.Proxy.Listening;

/// <summary>Marks an endpoint that the gateway serves itself.</summary>
internal sealed class OwnEndpoint
{
    public static readonly OwnEndpoint Mark = new();
}
