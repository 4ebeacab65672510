namespace LoadBalancer.Proxy.Responses;

/// <summary>The feature of a request that the gateway has answered itself.</summary>
internal sealed class OwnAnswer
{
    public static readonly OwnAnswer Given = new();

    private OwnAnswer()
    {
    }
}
