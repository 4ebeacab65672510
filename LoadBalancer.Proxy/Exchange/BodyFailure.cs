namespace LoadBalancer.Proxy.Exchange;

/// <summary>Why a request's body cannot be read to its end.</summary>
internal enum BodyFailure
{
    /// <summary>The body has not failed.</summary>
    None,

    /// <summary>The client disconnected.</summary>
    ClientGone,

    /// <summary>The body's framing is malformed.</summary>
    Malformed,

    /// <summary>The body is longer than allowed.</summary>
    TooLong,

    /// <summary>The body arrives more slowly than allowed.</summary>
    TooSlow,
}
