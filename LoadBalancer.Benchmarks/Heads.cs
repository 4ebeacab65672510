using System.Buffers;
using System.Text;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Proxy.Upstreams;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Benchmarks;

/// <summary>Reads and writes the heads of an ordinary request and its response the way the relay does.</summary>
internal sealed class Heads
{
    private const string Request =
        "GET /products/4711?view=full HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) "
        + "Gecko/20100101 Firefox/140.0\r\n"
        + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.5\r\n"
        + "Accept-Encoding: gzip, deflate, br\r\n"
        + "Cookie: session=9f2c41d03b7a6e58; theme=dark\r\nX-Request-Id: 4d6f6e6461792d3432\r\nConnection: keep-alive\r\n\r\n";

    private const string Response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nDate: Tue, 24 Nov 2026 12:00:00 GMT\r\nServer: Kestrel\r\n"
        + "Content-Length: 61\r\n\r\n";

    private readonly ReadOnlySequence<byte> _request = new(Encoding.Latin1.GetBytes(Request));
    private readonly byte[] _response = Encoding.Latin1.GetBytes(Response);
    private readonly byte[] _buffer = new byte[8 * 1024];
    private readonly RequestScanner _scanner = new(isSecure: false, new LimitsOptions().ToHeadLimits());
    private readonly ResponseHead _responseHead = new();
    private readonly RequestHeadWriter _requests;
    private readonly UpstreamAddress _server = new("http://server.test");
    private readonly ResponseHeadWriter _responses;
    private readonly ClientPeer _peer;

    public Heads()
    {
        var options = Options.Create(new ClientOptions());
        var via = new ViaHeader(new(Options.Create(new IdentityOptions { Id = "edge" })), Options.Create(new ResponseOptions()));
        _requests = new(via, options);
        _responses = new(via, new(TimeProvider.System));
        _peer = new(System.Net.IPAddress.Parse("192.0.2.7"), isSecure: false, new TrustedProxies(options));
    }

    /// <summary>The head that was read last.</summary>
    public RequestHead Head => _scanner.Head;

    /// <summary>Reads and checks the head of a request.</summary>
    public long ReadRequest()
    {
        var read = _scanner.Scan(_request);
        _scanner.LeaveMessage();
        return read;
    }

    /// <summary>Reads and checks the head of a request, and writes the head for the server.</summary>
    public int ForwardRequest()
    {
        ReadRequest();
        return WriteRequest(trace: default);
    }

    /// <summary>Writes the head for the server from the request that was read last.</summary>
    public int WriteRequest(in OutgoingTrace trace)
    {
        var writer = new SpanWriter(_buffer);
        _requests.Write(ref writer, Head, _peer, _server, trace);
        return writer.Count;
    }

    /// <summary>Reads and checks the head of a response, and writes the head for the client.</summary>
    public int ForwardedResponse()
    {
        _responseHead.TryRead(_response, out _);
        var writer = new SpanWriter(_buffer);
        _responses.Write(ref writer, _responseHead, _response, isChunked: false, closes: false, strictTransport: []);
        return writer.Count;
    }
}
