namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What a gateway does with a message.</summary>
internal enum MessageOutcome
{
    /// <summary>A server receives the message unchanged.</summary>
    Accepted,

    /// <summary>No server sees a byte of the message; the client receives an error and the connection is closed.</summary>
    Rejected,

    /// <summary>
    /// Like <see cref="Rejected"/>, but a server may see the beginning of the message, because the fault is in its body. It sees no
    /// complete request.
    /// </summary>
    BrokenOff,

    /// <summary>The message is understood, and the gateway responds to it itself.</summary>
    Declined,

    /// <summary>The message never reaches its end, so no server sees a complete request.</summary>
    Cut,
}
