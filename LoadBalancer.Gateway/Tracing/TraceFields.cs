using System.Diagnostics;
using System.Text;
using LoadBalancer.Gateway.Http1;

namespace LoadBalancer.Gateway.Tracing;

/// <summary>W3C trace context in the fields of a head: <c>traceparent</c>, of which only one counts, and <c>tracestate</c>.</summary>
internal static class TraceFields
{
    private static readonly byte[] Parent = "traceparent: "u8.ToArray();
    private static readonly byte[] State = "tracestate: "u8.ToArray();
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>The context that a client has sent; the default, which begins a trace, where there is none in order.</summary>
    public static ActivityContext Read(RequestHead head)
    {
        if (!head.Fields.Has(FieldKind.TraceParent))
        {
            return default;
        }

        string? parent = null;
        StringBuilder? state = null;
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == FieldKind.TraceParent)
            {
                if (parent is not null)
                {
                    return default;
                }

                parent = Encoding.Latin1.GetString(head.ValueOf(field));
            }
            else if (field.Kind == FieldKind.TraceState)
            {
                state = (state is null ? new() : state.Append(',')).Append(Encoding.Latin1.GetString(head.ValueOf(field)));
            }
        }

        return ActivityContext.TryParse(parent, state?.ToString(), isRemote: true, out var context) ? context : default;
    }

    /// <summary>How many bytes <see cref="Write"/> writes at most.</summary>
    public static int LongestFor(Activity? span) => span is null ? 0 : Parent.Length + State.Length + (2 * LineEnd.Length) + span.Id!.Length + (span.TraceStateString?.Length ?? 0);

    /// <summary>Writes the lines of a span; without one, the client's have passed.</summary>
    public static void Write(ref SpanWriter writer, Activity? span)
    {
        if (span is null)
        {
            return;
        }

        writer.Write(Parent);
        WriteText(ref writer, span.Id!);
        if (span.TraceStateString is { Length: > 0 } state)
        {
            writer.Write(State);
            WriteText(ref writer, state);
        }
    }

    private static void WriteText(ref SpanWriter writer, string text)
    {
        writer.Advance(Encoding.Latin1.GetBytes(text, writer.Rest));
        writer.Write(LineEnd);
    }
}
