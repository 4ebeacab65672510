namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>What the caller says about the trace that a span would belong to.</summary>
public enum RemoteParent
{
    /// <summary>Nothing: the span would begin a trace.</summary>
    None,

    /// <summary>The caller records the trace.</summary>
    Sampled,

    /// <summary>The caller does not record the trace.</summary>
    NotSampled,
}
