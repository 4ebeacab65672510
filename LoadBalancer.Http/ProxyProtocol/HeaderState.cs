namespace LoadBalancer.Http.ProxyProtocol;

/// <summary>The state of parsing a header.</summary>
internal enum HeaderState
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The header is complete and valid.</summary>
    Complete,

    /// <summary>The bytes are not a header, or not a valid one.</summary>
    Malformed,
}
