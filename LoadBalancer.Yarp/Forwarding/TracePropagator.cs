using System.Diagnostics;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>
/// Writes the trace context for a server. If the gateway does not record the client's trace, the client's context, which YARP has copied,
/// is forwarded unchanged.
/// </summary>
internal sealed class TracePropagator(DistributedContextPropagator inner) : DistributedContextPropagator
{
    private const string TraceParent = "traceparent";

    public override IReadOnlyCollection<string> Fields => inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is null or { Recorded: true }
            || carrier is not HttpRequestMessage request
            || !request.Headers.NonValidated.Contains(TraceParent))
        {
            inner.Inject(activity, carrier, setter);
        }
    }

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
