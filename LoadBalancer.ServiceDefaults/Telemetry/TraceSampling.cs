using System.Diagnostics;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Determines in advance whether a trace could be recorded at all. A sampler is called only while a span is being created, which is too
/// late to avoid its cost on the request path. Thread-safe; does not allocate.
/// </summary>
/// <param name="limit">The limit.</param>
/// <param name="ignoresCallers">Whether a trace may be recorded that the caller does not record.</param>
public sealed class TraceSampling(TraceLimit limit, bool ignoresCallers = false)
{
    /// <summary>
    /// Whether a span without a local parent is worth creating. <see langword="false"/> is final; after <see langword="true"/> the sampler
    /// may still drop the span.
    /// </summary>
    /// <param name="parent">
    /// The flags of the caller's trace context; <see langword="null"/> if there is none and the span would begin a trace.
    /// </param>
    public bool MayRecord(ActivityTraceFlags? parent) =>
        (parent != ActivityTraceFlags.None || ignoresCallers) && limit.HasRoom(parent?.HasFlag(ActivityTraceFlags.Recorded) == true);
}
