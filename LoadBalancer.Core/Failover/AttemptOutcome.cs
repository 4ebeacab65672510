namespace LoadBalancer.Core.Failover;

/// <summary>
/// The outcome of one attempt of a request on one server, as far as it determines whether another server may be attempted.
/// </summary>
public enum AttemptOutcome
{
    /// <summary>The server's response was forwarded.</summary>
    Responded,

    /// <summary>No connection was opened: it was refused, the name does not exist, or TLS failed.</summary>
    NotReached,

    /// <summary>The server reported that it did not process the request (HTTP/2's REFUSED_STREAM, RFC 9113 §8.7).</summary>
    NotProcessed,

    /// <summary>
    /// No connection was opened in time, though none was refused: the server, or what is in front of it, may be down or just busy.
    /// </summary>
    ConnectTimedOut,

    /// <summary>The connection broke before the response began. The server may have processed the request.</summary>
    NoResponse,

    /// <summary>
    /// The server closed an idle connection just as the request was sent. It is unlikely, but possible, that it processed the request. Not
    /// the server's fault: it may close an idle connection at any time (RFC 9112 §9.5).
    /// </summary>
    IdleClosed,

    /// <summary>The response is malformed or ambiguous; nothing of it was forwarded. The server may have processed the request.</summary>
    Malformed,

    /// <summary>The response did not begin in time. The server may have processed the request.</summary>
    TimedOut,

    /// <summary>The server responded with a status after which another server is attempted. Nothing was forwarded.</summary>
    Unwanted,

    /// <summary>The response broke off after a part of it had been forwarded.</summary>
    BrokenOff,

    /// <summary>The response's body turned out to be malformed after a part of it had been forwarded.</summary>
    MalformedContent,

    /// <summary>
    /// The head of the response is larger than allowed; nothing of it was forwarded. The request is the cause: every server would respond
    /// this way, so no server is blamed and no other one is attempted.
    /// </summary>
    HeadTooLarge,

    /// <summary>
    /// The server takes no new requests, and its time to drain was over before the response began. The server may have processed the
    /// request. Not the server's fault.
    /// </summary>
    LeftBeforeResponse,

    /// <summary>
    /// The server takes no new requests, and its time to drain was over after a part of the response had been forwarded. Not the server's
    /// fault.
    /// </summary>
    LeftWithinResponse,

    /// <summary>
    /// Another server, to which the request was sent as well, was the first to respond (hedging). Not the server's fault.
    /// </summary>
    Overtaken,

    /// <summary>The client disconnected, or its request could not be read. Not the server's fault.</summary>
    ClientFailed,
}
