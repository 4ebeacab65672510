using System.Diagnostics;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Says beforehand whether a trace could be recorded at all. A sampler is asked only once a span is being made; on the
/// path of a request that is too late to cost nothing. Thread-safe, allocates nothing.
/// </summary>
/// <param name="limit">The limit.</param>
/// <param name="ignoresCallers">Whether a trace may be recorded that its caller does not record.</param>
public sealed class TraceSampling(TraceLimit limit, bool ignoresCallers = false)
{
    /// <summary>
    /// Whether it is worthwhile to make a span without a local parent. <see langword="false"/> is final;
    /// after <see langword="true"/> the sampler may still drop the span.
    /// </summary>
    /// <param name="parent">
    /// The flags of the caller's trace context; <see langword="null"/> without one: the span would begin a trace.
    /// </param>
    public bool MayRecord(ActivityTraceFlags? parent) =>
        (parent != ActivityTraceFlags.None || ignoresCallers) && limit.HasRoom(parent?.HasFlag(ActivityTraceFlags.Recorded) == true);
}
