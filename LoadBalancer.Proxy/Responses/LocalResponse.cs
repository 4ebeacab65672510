namespace LoadBalancer.Proxy.Responses;

/// <summary>A feature that marks a request as having a local response.</summary>
internal sealed class LocalResponse
{
    public static readonly LocalResponse Given = new();

    private LocalResponse()
    {
    }
}
