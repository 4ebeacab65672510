using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Telemetry.Tracing;

/// <summary>The headers of the W3C trace context: <c>traceparent</c>, of which there must be only one, and <c>tracestate</c>.</summary>
internal static class TraceHeaders
{
    /// <summary>The length of a <c>traceparent</c> of version 00.</summary>
    public const int ParentLength = 55;

    private const int FlagsStart = 53;
    private const byte Sampled = 1;

    private static readonly byte[] Parent = "traceparent: "u8.ToArray();
    private static readonly byte[] State = "tracestate: "u8.ToArray();
    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>Returns the client's trace context; the default, which begins a trace, if there is no valid one.</summary>
    public static ActivityContext Read(RequestHead head)
    {
        if (!head.Fields.Has(HeaderKind.TraceParent))
        {
            return default;
        }

        string? parent = null;
        StringBuilder? state = null;
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.TraceParent)
            {
                if (parent is not null)
                {
                    return default;
                }

                parent = Encoding.Latin1.GetString(head.ValueOf(field));
            }
            else if (field.Kind == HeaderKind.TraceState)
            {
                state = (state is null ? new() : state.Append(',')).Append(Encoding.Latin1.GetString(head.ValueOf(field)));
            }
        }

        return ActivityContext.TryParse(parent, state?.ToString(), isRemote: true, out var context) ? context : default;
    }

    /// <summary>
    /// Returns the flags of the client's trace context without allocating; <see langword="null"/> unless there is exactly one
    /// <c>traceparent</c> of version 00, even if <see cref="Read"/> accepts more.
    /// </summary>
    public static ActivityTraceFlags? ReadFlags(RequestHead head)
    {
        if (!head.Fields.Has(HeaderKind.TraceParent))
        {
            return null;
        }

        ReadOnlySpan<byte> parent = [];
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.TraceParent)
            {
                if (!parent.IsEmpty)
                {
                    return null;
                }

                parent = head.ValueOf(field);
            }
        }

        if (parent.Length != ParentLength
            || !parent.StartsWith("00-"u8)
            || parent[35] != '-'
            || parent[52] != '-'
            || !IsId(parent[3..35])
            || !IsId(parent[36..52])
            || !TryReadFlags(parent[FlagsStart..], out var flags))
        {
            return null;
        }

        return (flags & Sampled) != 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
    }

    /// <summary>The maximum number of bytes that <see cref="Write"/> writes.</summary>
    public static int LongestFor(in OutgoingTrace trace) =>
        trace.ReplacesClients ? Parent.Length
            + State.Length
            + (2 * LineEnd.Length)
            + (trace.Span?.Id!.Length ?? ParentLength)
            + (trace.Span?.TraceStateString?.Length ?? 0) : 0;

    /// <summary>Writes the headers of a trace that replaces the client's.</summary>
    public static void Write(ref SpanWriter writer, in OutgoingTrace trace)
    {
        if (trace.Span is { } span)
        {
            writer.Write(Parent);
            WriteText(ref writer, span.Id!);
            if (span.TraceStateString is { Length: > 0 } state)
            {
                writer.Write(State);
                WriteText(ref writer, state);
            }
        }
        else if (!trace.Unrecorded.IsNone)
        {
            writer.Write(Parent);
            trace.Unrecorded.Write(writer.Rest);
            writer.Advance(ParentLength);
            writer.Write(LineEnd);
        }
    }

    private static bool IsId(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(LowerHex) < 0 && text.ContainsAnyExcept((byte)'0');

    private static bool TryReadFlags(ReadOnlySpan<byte> text, out byte flags)
    {
        flags = 0;
        return text.IndexOfAnyExcept(LowerHex) < 0 && Utf8Parser.TryParse(text, out flags, out _, 'x');
    }

    private static void WriteText(ref SpanWriter writer, string text)
    {
        writer.Advance(Encoding.Latin1.GetBytes(text, writer.Rest));
        writer.Write(LineEnd);
    }
}
