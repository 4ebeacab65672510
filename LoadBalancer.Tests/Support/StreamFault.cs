namespace LoadBalancer.Tests.Support;

/// <summary>How a <see cref="FaultyHttp2Server"/> handles a request.</summary>
public enum StreamFault
{
    /// <summary>No fault: it responds.</summary>
    None,

    /// <summary>Sends RST_STREAM with REFUSED_STREAM: it did not process the request.</summary>
    Reject,

    /// <summary>Sends RST_STREAM with INTERNAL_ERROR: it may have processed the request.</summary>
    Break,

    /// <summary>
    /// Sends a GOAWAY that names an earlier stream as the last one: it did not process the request, and the connection ends.
    /// </summary>
    GoAwayBefore,

    /// <summary>Sends a GOAWAY that names this stream as the last one, and then the response.</summary>
    GoAwayAfter,

    /// <summary>Closes the connection.</summary>
    Close,
}
