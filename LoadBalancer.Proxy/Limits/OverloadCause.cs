namespace LoadBalancer.Proxy.Limits;

/// <summary>What is short.</summary>
[Flags]
internal enum OverloadCause
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Memory.</summary>
    Memory = 1,

    /// <summary>Threads: work waits too long for one.</summary>
    Threads = 2,
}
