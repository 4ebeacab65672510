namespace LoadBalancer.Dashboard.Responses;

/// <summary>Limits for requests to the dashboard.</summary>
internal static class RequestLimits
{
    /// <summary>The maximum length of a body, 64 KiB.</summary>
    public const int BodyBytes = 65_536;

    /// <summary>The maximum depth of JSON.</summary>
    public const int JsonDepth = 8;

    /// <summary>The maximum number of changes in one preview.</summary>
    public const int Edits = 1_000;
}
