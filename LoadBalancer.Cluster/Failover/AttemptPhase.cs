namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// How far an attempt has come. It begins as <see cref="AwaitingResponse"/> and leaves that once, for one of the others, where it stays:
/// who
/// comes second changes nothing.
/// </summary>
internal enum AttemptPhase
{
    /// <summary>The request is being sent, or its response has not begun.</summary>
    AwaitingResponse,

    /// <summary>The response has begun and is passed on to the client.</summary>
    ResponseAccepted,

    /// <summary>The response has begun and is not passed on, because the request goes to another server.</summary>
    ResponseLeft,

    /// <summary>The attempt's time was up before the response began.</summary>
    TimedOut,

    /// <summary>The server reported that it did nothing with the request, and the HTTP client would have repeated it.</summary>
    NotProcessed,
}
