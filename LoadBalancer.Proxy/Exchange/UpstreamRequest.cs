using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Telemetry.Tracing;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The head of a connection's current request as servers receive it. Reused for each request; not thread-safe.</summary>
internal sealed class UpstreamRequest(RequestHeadWriter heads, RequestHead head, ClientPeer peer, RelayTrace trace)
{
    /// <summary>The head as the client sent it.</summary>
    public RequestHead Head => head;

    /// <summary>The maximum length of the head in bytes.</summary>
    /// <param name="pathPrefix">The path that is prepended to the target.</param>
    public int LongestHead(ReadOnlySpan<byte> pathPrefix) => RequestHeadWriter.LongestFor(head, pathPrefix, trace.Current);

    /// <summary>Writes the head.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="pathPrefix">The path that is prepended to the target.</param>
    public void WriteHead(ref SpanWriter writer, ReadOnlySpan<byte> pathPrefix) =>
        heads.Write(ref writer, head, peer, pathPrefix, trace.Current);
}
