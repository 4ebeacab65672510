namespace LoadBalancer.Proxy.Exchange;

/// <summary>How forwarding a response ended.</summary>
internal enum ResponseEnd
{
    /// <summary>The client received the whole response.</summary>
    Whole,

    /// <summary>The server's connection broke off.</summary>
    ServerBroke,

    /// <summary>The server's response is malformed.</summary>
    Malformed,

    /// <summary>The client stopped reading.</summary>
    ClientGone,
}
