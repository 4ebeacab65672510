namespace LoadBalancer.Proxy.Limits;

/// <summary>The exhausted resources.</summary>
[Flags]
internal enum OverloadCause
{
    /// <summary>No resource is exhausted.</summary>
    None = 0,

    /// <summary>Memory is exhausted.</summary>
    Memory = 1,

    /// <summary>Threads are exhausted: work waits too long for a thread.</summary>
    Threads = 2,
}
