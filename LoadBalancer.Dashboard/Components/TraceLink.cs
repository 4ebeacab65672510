using System.Buffers;
using LoadBalancer.Dashboard.Configuration;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The URLs of traces. Pure functions, thread-safe.</summary>
internal static class TraceLink
{
    private const int IdLength = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Returns the URL of a trace.</summary>
    /// <param name="template">The template; <see langword="null"/> or empty for none.</param>
    /// <param name="traceId">The trace, as a gateway wrote it.</param>
    /// <returns><see langword="null"/> if there is no template, or if this is not the id of a trace.</returns>
    public static string? Of(string? template, string? traceId) =>
        !string.IsNullOrEmpty(template) && traceId is { Length: IdLength } && !traceId.AsSpan().ContainsAnyExcept(Hex)
            ? template.Replace(TraceUrlAttribute.Placeholder, traceId, StringComparison.Ordinal)
            : null;
}
