namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What a gateway does with a message.</summary>
internal enum MessageOutcome
{
    /// <summary>A server gets it, unchanged.</summary>
    Accepted,

    /// <summary>No server sees a byte of it; the client gets an error and the connection is closed.</summary>
    Refused,

    /// <summary>The same, but that a server may see the beginning of it: its content is at fault. It sees no complete request.</summary>
    BrokenOff,

    /// <summary>It is understood, and answered by the gateway itself.</summary>
    Declined,

    /// <summary>It never came to its end, so no server sees a complete request.</summary>
    Cut,
}
