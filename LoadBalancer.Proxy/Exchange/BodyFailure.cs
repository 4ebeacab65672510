namespace LoadBalancer.Proxy.Exchange;

/// <summary>Why a request's body cannot be read to its end.</summary>
internal enum BodyFailure
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>It is no HTTP.</summary>
    Malformed,

    /// <summary>It is longer than allowed.</summary>
    TooLong,

    /// <summary>It comes more slowly than allowed.</summary>
    TooSlow,
}
