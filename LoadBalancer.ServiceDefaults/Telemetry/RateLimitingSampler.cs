using System.Diagnostics;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Records a limited number of traces per second. It decides when a trace enters the process, on spans without a local parent: those that
/// begin a trace, and those that join a trace that the caller records. A trace that the caller does not record stays unrecorded. Spans with
/// a local parent follow it. A call that belongs to no request begins a trace only if that is enabled. Thread-safe; does not allocate.
/// </summary>
/// <param name="choice">The sampler that decides first; what it drops takes no token.</param>
/// <param name="limit">The limit.</param>
/// <param name="recordsBackground">Whether calls that belong to no request begin traces.</param>
internal sealed class RateLimitingSampler(SamplerChoice choice, TraceLimit limit, bool recordsBackground) : Sampler
{
    private static readonly SamplingResult Recorded = new(SamplingDecision.RecordAndSample);
    private static readonly SamplingResult Dropped = new(SamplingDecision.Drop);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var hasParent = parent.TraceId != default;
        var isSampled = (parent.TraceFlags & ActivityTraceFlags.Recorded) != ActivityTraceFlags.None;
        if (hasParent && !parent.IsRemote)
        {
            return isSampled ? Recorded : Dropped;
        }

        var isBackground = !hasParent && samplingParameters.Kind == ActivityKind.Client;
        var joins = hasParent && isSampled;
        if ((isBackground && !recordsBackground) || (hasParent && !isSampled && !choice.IgnoresCallers) || !limit.HasRoom(joins))
        {
            return Dropped;
        }

        var result = choice.Sampler.ShouldSample(samplingParameters);
        return result.Decision == SamplingDecision.Drop || limit.TryTake(joins) ? result : Dropped;
    }
}
