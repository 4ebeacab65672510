namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// The phase of an attempt. An attempt begins as <see cref="AwaitingResponse"/> and makes exactly one transition, to one of the other
/// phases; later transitions have no effect.
/// </summary>
internal enum AttemptPhase
{
    /// <summary>The request is being sent, or its response has not begun.</summary>
    AwaitingResponse,

    /// <summary>The response has begun and is forwarded to the client.</summary>
    ResponseAccepted,

    /// <summary>The response has begun and is not forwarded, because the request goes to another server.</summary>
    ResponseLeft,

    /// <summary>The attempt timed out before the response began.</summary>
    TimedOut,

    /// <summary>Before the response began, a second server responded, to which the request was sent as well.</summary>
    Overtaken,

    /// <summary>The server reported that it did not process the request, and the HTTP client would have repeated it.</summary>
    NotProcessed,
}
