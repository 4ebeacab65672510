namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>The state of the client's connection after a message.</summary>
internal enum ConnectionState
{
    /// <summary>The next request is served.</summary>
    Open,

    /// <summary>Anything that follows is ignored.</summary>
    Closed,

    /// <summary>Either of the two.</summary>
    Either,
}
