using Google.Protobuf;

namespace LoadBalancer.Tests.Support.Otlp;

/// <summary>A span with the resource and the instrumentation scope that it belongs to.</summary>
internal sealed record ExportedSpan(Span Span, Resource Resource, string Scope)
{
    private const int Internal = 1;

    public string Service => Resource.Attributes.Text("service.name")!;

    public string TraceId => Hex(Span.TraceId);

    public string Id => Hex(Span.SpanId);

    /// <summary>The id of the parent span; empty for a root span.</summary>
    public string ParentId => Hex(Span.ParentSpanId);

    public bool IsServer => Span.Kind == Internal + 1;

    public bool IsClient => Span.Kind == Internal + 2;

    /// <summary>An attribute as text, or <see langword="null"/> if it is missing.</summary>
    public string? this[string attribute] => Span.Attributes.Text(attribute);

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
