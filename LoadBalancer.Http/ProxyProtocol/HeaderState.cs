namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>How far a header has come.</summary>
internal enum HeaderState
{
    /// <summary>More bytes must come to tell.</summary>
    Incomplete,

    /// <summary>It is there and in order.</summary>
    Complete,

    /// <summary>It is none, or not in order.</summary>
    Malformed,
}
