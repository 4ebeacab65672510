using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The head of a client's current request as servers receive it. Reused for each request; not thread-safe.</summary>
internal sealed class UpstreamRequest(RequestHeadWriter heads, RequestHead head, RelayTrace trace)
{
    /// <summary>The head as the client sent it.</summary>
    public RequestHead Head => head;

    /// <summary>The spans of the request.</summary>
    public RelayTrace Trace => trace;

    /// <summary>The client.</summary>
    public required ClientPeer Peer { get; set; }

    /// <summary>The maximum length of the head in bytes.</summary>
    public int LongestHead(UpstreamAddress server, in OutgoingTrace context) => RequestHeadWriter.LongestFor(head, server, context);

    /// <summary>Writes the head.</summary>
    public void WriteHead(ref SpanWriter writer, UpstreamAddress server, in OutgoingTrace context) =>
        heads.Write(ref writer, head, Peer, server, context);
}
