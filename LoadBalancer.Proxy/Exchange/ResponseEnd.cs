namespace LoadBalancer.Proxy.Exchange;

/// <summary>How the passing on of a response ended.</summary>
internal enum ResponseEnd
{
    /// <summary>The client has all of it.</summary>
    Whole,

    /// <summary>The server broke off.</summary>
    ServerBroke,

    /// <summary>What the server sent is malformed.</summary>
    Malformed,

    /// <summary>The client takes no more.</summary>
    ClientGone,
}
