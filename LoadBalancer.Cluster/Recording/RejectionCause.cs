namespace LoadBalancer.Cluster.Recording;

/// <summary>Why the gateway itself has rejected a request with 429 or 503, without sending it to a server.</summary>
internal enum RejectionCause
{
    /// <summary>The client exceeded its request rate: 429.</summary>
    Rate,

    /// <summary>The gateway is overloaded: 503.</summary>
    Overload,

    /// <summary>There is no server that may receive the request: 503.</summary>
    NoServer,
}
