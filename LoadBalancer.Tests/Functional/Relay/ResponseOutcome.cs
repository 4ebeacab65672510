namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>What the gateway does with a response.</summary>
internal enum ResponseOutcome
{
    /// <summary>The client gets it, and another request may use the connection.</summary>
    Passed,

    /// <summary>The client gets it; the connection carries nothing any more.</summary>
    PassedAndClosed,

    /// <summary>The client gets 502.</summary>
    Refused,

    /// <summary>The client gets its beginning, and sees that it is not all.</summary>
    BrokenOff,
}
