namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>What becomes of the client's connection after a message.</summary>
internal enum Afterwards
{
    /// <summary>The next request is answered.</summary>
    Open,

    /// <summary>Whatever follows is not looked at.</summary>
    Closed,

    /// <summary>One or the other.</summary>
    Either,
}
