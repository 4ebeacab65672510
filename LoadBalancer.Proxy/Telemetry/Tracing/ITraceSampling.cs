using System.Diagnostics;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>Determines, before a span is created, whether its trace could be recorded at all. Thread-safe; does not allocate.</summary>
internal interface ITraceSampling
{
    /// <summary>
    /// Whether a span is worth creating. <see langword="false"/> is final; after <see langword="true"/> the sampler decides.
    /// </summary>
    /// <param name="parent">
    /// The flags of the caller's trace context; <see langword="null"/> if there is none and the span would begin a trace.
    /// </param>
    bool MayRecord(ActivityTraceFlags? parent);
}
