using Google.Protobuf;

namespace LoadBalancer.Tests.Support.Otlp;

/// <summary>A span, and the process and source that it is of.</summary>
internal sealed record ExportedSpan(Span Span, Resource Resource, string Scope)
{
    private const int Internal = 1;

    public string Service => Resource.Attributes.Text("service.name")!;

    public string TraceId => Hex(Span.TraceId);

    public string Id => Hex(Span.SpanId);

    /// <summary>The id of the span above it; empty for a root.</summary>
    public string ParentId => Hex(Span.ParentSpanId);

    public bool IsServer => Span.Kind == Internal + 1;

    public bool IsClient => Span.Kind == Internal + 2;

    /// <summary>An attribute as text; <see langword="null"/> where there is none.</summary>
    public string? this[string attribute] => Span.Attributes.Text(attribute);

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
