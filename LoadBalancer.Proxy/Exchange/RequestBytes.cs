using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>Writes a request as a server receives it: its head, with the kept body behind it or without. Reads only.</summary>
internal static class RequestBytes
{
    /// <summary>Returns the maximum number of bytes that <see cref="Write"/> writes.</summary>
    public static int LongestFor(UpstreamRequest request, UpstreamAddress server, in OutgoingTrace trace, RequestBody? body) =>
        request.LongestHead(server, trace)
            + (body is null ? 0 : body.Kept.Length + ChunkFraming.Overhead + ChunkFraming.EndLength + body.Trailers.Length);

    /// <summary>Writes a request.</summary>
    /// <param name="buffer">At least <see cref="LongestFor"/> bytes.</param>
    /// <param name="request">The request.</param>
    /// <param name="server">The server.</param>
    /// <param name="trace">The trace context for the server.</param>
    /// <param name="body">The body, which is whole; <see langword="null"/> for the head alone.</param>
    /// <returns>The number of bytes.</returns>
    public static int Write(Span<byte> buffer, UpstreamRequest request, UpstreamAddress server, in OutgoingTrace trace, RequestBody? body)
    {
        var writer = new SpanWriter(buffer);
        request.WriteHead(ref writer, server, trace);
        if (body is not null && !request.Head.IsChunked)
        {
            writer.Write(body.Kept.Span);
        }
        else if (body is not null)
        {
            if (!body.Kept.IsEmpty)
            {
                ChunkFraming.Write(ref writer, new(body.Kept));
            }

            ChunkFraming.WriteEnd(ref writer, body.Trailers.Span);
        }

        return writer.Count;
    }
}
