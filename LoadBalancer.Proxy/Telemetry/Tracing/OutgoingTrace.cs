using System.Diagnostics;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The trace context for a server. By default it is the client's context, if there is one.</summary>
/// <param name="Span">The span that is the server's parent.</param>
/// <param name="Unrecorded">The unrecorded trace, if there is no span.</param>
internal readonly record struct OutgoingTrace(Activity? Span, UnrecordedTrace Unrecorded = default)
{
    /// <summary>Whether this replaces the client's headers; otherwise they are forwarded unchanged.</summary>
    public bool ReplacesClients => Span is not null || !Unrecorded.IsNone;
}
