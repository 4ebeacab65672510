namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>What the gateway does with a response.</summary>
internal enum ResponseOutcome
{
    /// <summary>The client receives the response, and another request may use the server's connection.</summary>
    Passed,

    /// <summary>The client receives the response; the server's connection is not reused.</summary>
    PassedAndClosed,

    /// <summary>The client receives 502.</summary>
    Rejected,

    /// <summary>The client receives the beginning of the response, and can tell that it is incomplete.</summary>
    BrokenOff,
}
