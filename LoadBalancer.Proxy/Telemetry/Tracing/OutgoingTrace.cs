using System.Diagnostics;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The trace context that a server gets. By default that is what the client sent, if anything.</summary>
/// <param name="Span">The span that is the server's parent.</param>
/// <param name="Unrecorded">Without a span, the trace that nobody records.</param>
internal readonly record struct OutgoingTrace(Activity? Span, UnrecordedTrace Unrecorded = default)
{
    /// <summary>Whether it takes the place of the client's fields; else they pass as they came.</summary>
    public bool ReplacesClients => Span is not null || !Unrecorded.IsNone;
}
