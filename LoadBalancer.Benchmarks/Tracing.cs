namespace LoadBalancer.Benchmarks;

/// <summary>What becomes of the traces of requests.</summary>
public enum Tracing
{
    /// <summary>Nobody listens.</summary>
    Unheard,

    /// <summary>Somebody listens; the limit on traces is exceeded.</summary>
    Dropped,

    /// <summary>Somebody listens and records every request.</summary>
    Recorded,
}
