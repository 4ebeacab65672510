namespace LoadBalancer.Dashboard.Responses;

/// <summary>How much a request may ask of the dashboard.</summary>
internal static class RequestLimits
{
    /// <summary>The longest body, 64 KiB.</summary>
    public const int BodyBytes = 65_536;

    /// <summary>How deeply JSON may be nested.</summary>
    public const int JsonDepth = 8;

    /// <summary>The most changes of one preview.</summary>
    public const int Edits = 1_000;
}
