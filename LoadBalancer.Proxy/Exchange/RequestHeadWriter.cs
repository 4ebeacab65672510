using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Writes the request head for a server: the client's header lines unchanged and in order, without hop-by-hop headers and without claims
/// about the client that the client is not trusted to make; then the gateway's own lines. Thread-safe.
/// </summary>
internal sealed class RequestHeadWriter(ViaHeader via, IOptions<ClientOptions> options)
{
    /// <summary>Room for all additions except what is repeated from the head: the host, twice.</summary>
    private const int Added = 1_024;

    private readonly bool _saysForwarded = options.Value.Forwarded;

    /// <summary>The maximum length of a head in bytes.</summary>
    public static int LongestFor(RequestHead head, UpstreamAddress server, in OutgoingTrace trace) =>
        (3 * head.Length) + (2 * head.Fields.Count) + server.PathPrefix.Length + server.Authority.Length + Added
        + TraceHeaders.LongestFor(trace);

    /// <summary>Writes a head.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="head">The client's head.</param>
    /// <param name="peer">The client.</param>
    /// <param name="server">The server's address, with the path that is prepended to the target.</param>
    /// <param name="trace">The trace context for the server.</param>
    public void Write(ref SpanWriter writer, RequestHead head, ClientPeer peer, UpstreamAddress server, in OutgoingTrace trace)
    {
        writer.Write(head.Method);
        writer.Write(" "u8);
        writer.Write(server.PathPrefix.Span);
        writer.Write(head.Target);
        writer.Write(" HTTP/1.1\r\n"u8);
        if (!head.Fields.Has(HeaderKind.Host))
        {
            writer.Write("Host: "u8);
            writer.Write(server.Authority.Span);
            writer.Write("\r\n"u8);
        }

        foreach (ref readonly var field in head.Fields.All)
        {
            if (Passes(head, field, peer, trace.ReplacesClients))
            {
                writer.Write(head.LineOf(field));
                writer.Write("\r\n"u8);
            }
        }

        if (head.IsChunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        if (head.Fields.Has(HeaderKind.Te) && WelcomesTrailers(head))
        {
            writer.Write("TE: trailers\r\nConnection: TE\r\n"u8);
        }

        writer.Write(via.LineFor(head.Version));
        WriteClient(ref writer, head, peer);
        TraceHeaders.Write(ref writer, trace);
        writer.Write("\r\n"u8);
    }

    private static bool Passes(RequestHead head, in HeaderField field, ClientPeer peer, bool isTraced) =>
        !HeaderPolicy.DropsFromRequest(field.Kind, peer.IsTrusted, isTraced)
        && (head.ConnectionHeaders.Count == 0 || !HeaderPolicy.MayBeNamed(field.Kind) || !head.IsNamedByConnection(field));

    private static bool WelcomesTrailers(RequestHead head)
    {
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == HeaderKind.Te)
            {
                foreach (var range in head.ValueOf(field).Split((byte)','))
                {
                    if (Ascii.EqualsIgnoreCase(HeaderBytes.Trim(head.ValueOf(field)[range]), "trailers"u8))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private void WriteClient(ref SpanWriter writer, RequestHead head, ClientPeer peer)
    {
        if (peer.Address is not null)
        {
            WriteList(ref writer, "X-Forwarded-For: "u8, head, HeaderKind.ForwardedFor, peer.IsTrusted, peer.Text.Span);
        }

        if (!peer.IsTrusted || !head.Fields.Has(HeaderKind.ForwardedProto))
        {
            writer.Write(peer.ProtoLine.Span);
        }

        var host = head.ValueOf(HeaderKind.Host);
        if (!host.IsEmpty && !(peer.IsTrusted && head.Fields.Has(HeaderKind.ForwardedHost)))
        {
            writer.Write("X-Forwarded-Host: "u8);
            writer.Write(host);
            writer.Write("\r\n"u8);
        }

        if (_saysForwarded || (peer.IsTrusted && head.Fields.Has(HeaderKind.Forwarded)))
        {
            var entry = ForwardedHeader.Entry(peer.Address, Encoding.Latin1.GetString(host), peer.Scheme);
            WriteList(ref writer, "Forwarded: "u8, head, HeaderKind.Forwarded, peer.IsTrusted, Encoding.Latin1.GetBytes(entry));
        }
    }

    /// <summary>Appends the gateway's own entry to a header; entries from a trusted proxy are kept.</summary>
    private static void WriteList(
        ref SpanWriter writer, ReadOnlySpan<byte> name, RequestHead head, HeaderKind kind, bool isTrusted, ReadOnlySpan<byte> entry)
    {
        writer.Write(name);
        if (isTrusted && head.Fields.Has(kind))
        {
            foreach (ref readonly var field in head.Fields.All)
            {
                if (field.Kind == kind && field.ValueLength > 0)
                {
                    writer.Write(head.ValueOf(field));
                    writer.Write(", "u8);
                }
            }
        }

        writer.Write(entry);
        writer.Write("\r\n"u8);
    }
}
