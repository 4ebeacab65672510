namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Why the gateway has ended an exchange.</summary>
internal enum ExchangeEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The server was silent for too long.</summary>
    Server,

    /// <summary>The server takes no new requests, and its time to drain is over.</summary>
    ServerLeft,

    /// <summary>The client sent nothing of its request, or read nothing of the response, for too long.</summary>
    Client,

    /// <summary>The exchange has become a tunnel, which was ended.</summary>
    Tunnel,

    /// <summary>The exchange ended by itself.</summary>
    Over,
}
