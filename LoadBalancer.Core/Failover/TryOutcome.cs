namespace LoadBalancer.Core.Failover;

/// <summary>How one try of a request at one server ended, as far as it decides whether another server may be tried.</summary>
public enum TryOutcome
{
    /// <summary>The server's answer has been passed on.</summary>
    Answered,

    /// <summary>No connection came about: refused, no such name, no TLS, not in time.</summary>
    NotReached,

    /// <summary>The server said that it did nothing with the request (HTTP/2's REFUSED_STREAM, RFC 9113 §8.7).</summary>
    NotProcessed,

    /// <summary>The connection broke before the answer began, or what came was none. The server may have acted.</summary>
    NoAnswer,

    /// <summary>The answer did not begin in time. The server may have acted.</summary>
    TimedOut,

    /// <summary>The server answered with a status that another server is asked after. Nothing was passed on.</summary>
    Unwanted,

    /// <summary>The answer broke off after it had begun to be passed on.</summary>
    BrokenOff,

    /// <summary>The client went away, or its request could not be read. Not the server's fault.</summary>
    ClientFailed,
}
