namespace LoadBalancer.Proxy.Responses;

/// <summary>The feature of a request that the gateway has answered itself.</summary>
internal sealed class LocalResponse
{
    public static readonly LocalResponse Given = new();

    private LocalResponse()
    {
    }
}
