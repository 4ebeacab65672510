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
    public bool MayRecord(RemoteParent parent) => (parent != RemoteParent.NotSampled || ignoresCallers) && limit.HasRoom(parent == RemoteParent.Sampled);
}
