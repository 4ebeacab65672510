using System.Buffers;
using System.Text;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Reads a client's bytes with the gateway's own parts, composed as in the request gate but without sockets, into the requests that it
/// would relay.
/// </summary>
internal sealed class ScannedRequests
{
    private readonly RequestHeadWriter _heads;
    private readonly UpstreamAddress _server = new("http://server.test");
    private readonly ClientPeer _peer;

    public ScannedRequests()
    {
        var via = new ViaHeader(GatewayParts.Identity("fuzzed"), GatewayParts.Defaults<ResponseOptions>());
        _heads = new(via, GatewayParts.Defaults<ClientOptions>());
        _peer = new(System.Net.IPAddress.Loopback, isSecure: false, GatewayParts.Trusted());
    }

    /// <summary>Returns the bytes that servers would receive, one text for each complete request.</summary>
    public List<string> Read(ReadOnlySequence<byte> bytes)
    {
        var forwarded = new List<string>();
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        var decoder = new ContentDecoder();
        while (true)
        {
            var length = scanner.Scan(bytes);
            if (!scanner.IsAtHeadEnd || scanner.MessageError != MessageError.None || !IsRelayed(scanner.Head))
            {
                scanner.Head.Release();
                return forwarded;
            }

            bytes = bytes.Slice(length);
            scanner.LeaveMessage();
            scanner.Head.UseOriginForm();
            if (Forward(scanner.Head, decoder, ref bytes) is not { } text)
            {
                scanner.Head.Release();
                return forwarded;
            }

            forwarded.Add(text);
            if (scanner.Head.WantsClose)
            {
                scanner.Head.Release();
                return forwarded;
            }

            scanner.Head.Release();
        }
    }

    private static bool IsRelayed(RequestHead head) =>
        head.IsHttp11 && (head.Target[0] == '/' || head.IsInAbsoluteForm) && !UpgradeRequest.MayBecomeTunnel(head);

    private string? Forward(RequestHead head, ContentDecoder decoder, ref ReadOnlySequence<byte> bytes)
    {
        var buffer = new byte[RequestHeadWriter.LongestFor(head, _server, trace: default)];
        var writer = new SpanWriter(buffer);
        _heads.Write(ref writer, head, _peer, _server, trace: default);
        var text = new StringBuilder(Encoding.Latin1.GetString(buffer, 0, writer.Count));
        if (head.IsChunked)
        {
            decoder.BeginChunks();
        }
        else
        {
            decoder.BeginLength(head.ContentLength);
        }

        while (decoder.Take(ref bytes) is { IsEmpty: false } content)
        {
            Append(text, content, head.IsChunked);
        }

        if (!decoder.IsDone || decoder.MessageError != MessageError.None)
        {
            return null;
        }

        if (head.IsChunked)
        {
            var end = new byte[ChunkFraming.EndLength + decoder.Trailers.Length];
            var ending = new SpanWriter(end);
            ChunkFraming.WriteEnd(ref ending, decoder.Trailers.Span);
            text.Append(Encoding.Latin1.GetString(end, 0, ending.Count));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, in ReadOnlySequence<byte> content, bool isChunked)
    {
        if (!isChunked)
        {
            text.Append(Encoding.Latin1.GetString(content));
            return;
        }

        var chunk = new byte[(int)content.Length + ChunkFraming.Overhead];
        var writer = new SpanWriter(chunk);
        ChunkFraming.Write(ref writer, content);
        text.Append(Encoding.Latin1.GetString(chunk, 0, writer.Count));
    }
}
