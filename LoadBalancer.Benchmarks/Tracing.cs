namespace LoadBalancer.Benchmarks;

/// <summary>What happens to the traces of requests.</summary>
public enum Tracing
{
    /// <summary>No listener is attached.</summary>
    Unheard,

    /// <summary>A listener is attached, but the limit on traces is exceeded.</summary>
    Dropped,

    /// <summary>A listener is attached and records every request.</summary>
    Recorded,
}
