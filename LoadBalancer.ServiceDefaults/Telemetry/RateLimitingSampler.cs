using System.Diagnostics;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// Records a limited number of traces per second. It decides where a trace enters the process, on spans without a local
/// parent: those that begin a trace, and those that join a trace that the caller records. A trace that the caller does not
/// record stays unrecorded. Spans with a local parent follow it. Thread-safe, allocates nothing.
/// </summary>
/// <param name="choice">The sampler that decides first; what it drops takes no token.</param>
/// <param name="limit">The limit.</param>
internal sealed class RateLimitingSampler(SamplerChoice choice, TraceLimit limit) : Sampler
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

        var joins = hasParent && isSampled;
        if ((hasParent && !isSampled && !choice.IgnoresCallers) || !limit.HasRoom(joins))
        {
            return Dropped;
        }

        var result = choice.Sampler.ShouldSample(samplingParameters);
        return result.Decision == SamplingDecision.Drop || limit.TryTake(joins) ? result : Dropped;
    }
}
