namespace LoadBalancer.Proxy.Exchange;

/// <summary>How the reading of a response's final head ended.</summary>
internal enum HeadEnd
{
    /// <summary>The final head was read.</summary>
    Final,

    /// <summary>The connection ended before any byte of a response was understood.</summary>
    Missing,

    /// <summary>The connection ended after interim responses (1xx) alone.</summary>
    InterimOnly,

    /// <summary>What was read is not a valid head.</summary>
    Malformed,

    /// <summary>The client did not accept an interim response.</summary>
    ClientGone,
}
