namespace LoadBalancer.Core.Failover;

/// <summary>How one attempt of a request at one server ended, as far as it decides whether another server may be tried.</summary>
public enum AttemptOutcome
{
    /// <summary>The server's response has been passed on.</summary>
    Responded,

    /// <summary>No connection came about: refused, no such name, no TLS.</summary>
    NotReached,

    /// <summary>The server said that it did nothing with the request (HTTP/2's REFUSED_STREAM, RFC 9113 §8.7).</summary>
    NotProcessed,

    /// <summary>
    /// No connection came about in time, though none was refused: the server, or what is before it, may be gone or just busy.
    /// </summary>
    ConnectTimedOut,

    /// <summary>The connection broke before the response began. The server may have acted.</summary>
    NoResponse,

    /// <summary>
    /// What came is not a valid response, or can be read in two ways; nothing of it was passed on. The server may have acted.
    /// </summary>
    Malformed,

    /// <summary>The response did not begin in time. The server may have acted.</summary>
    TimedOut,

    /// <summary>The server responded with a status that another server is asked after. Nothing was passed on.</summary>
    Unwanted,

    /// <summary>The response broke off after it had begun to be passed on.</summary>
    BrokenOff,

    /// <summary>The response had begun to be passed on when its content turned out to be malformed.</summary>
    MalformedContent,

    /// <summary>The client went away, or its request could not be read. Not the server's fault.</summary>
    ClientFailed,
}
