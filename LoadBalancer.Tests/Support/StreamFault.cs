namespace LoadBalancer.Tests.Support;

/// <summary>What a <see cref="FaultyHttp2Server"/> does with a request.</summary>
public enum StreamFault
{
    /// <summary>None: it answers.</summary>
    None,

    /// <summary>RST_STREAM REFUSED_STREAM: it did nothing with it.</summary>
    Reject,

    /// <summary>RST_STREAM INTERNAL_ERROR: it may have acted.</summary>
    Break,

    /// <summary>GOAWAY that names an earlier stream as the last: it did nothing with it, and the connection ends.</summary>
    GoAwayBefore,

    /// <summary>GOAWAY that names this stream as the last, and then the response.</summary>
    GoAwayAfter,

    /// <summary>Closes the connection.</summary>
    Close,
}
