using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Listening.ProxyProtocol;
using LoadBalancer.Gateway.Listening.Tls;
using LoadBalancer.Gateway.Servers;

namespace LoadBalancer.Gateway.Configuration;

/// <summary>What a gateway can be told. Configuration section <c>Gateway</c>: file, environment <c>Gateway__…</c>, arguments.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    public static readonly string[] DefaultHashKey = ["header:X-Request-Id", "client-ip"];

    /// <summary>This gateway's name among the replicas. Default: the machine's name.</summary>
    public string? Id { get; set; }

    /// <summary>How keys are placed on servers, unless the cluster's membership says so itself. May change while running.</summary>
    public PlacementAlgorithm Algorithm { get; set; } = PlacementAlgorithm.Ring;

    /// <summary>
    /// Where the key of a request comes from, tried in order until one is there: <c>header:NAME</c>, <c>cookie:NAME</c>,
    /// <c>query:NAME</c>, <c>path</c>, <c>host</c>, <c>client-ip</c>.
    /// </summary>
    public string[]? HashKey { get; set; }

    /// <summary>What is spoken to servers, to all of them: <c>Http1</c> (default) or <c>Http2</c>, which they must speak without TLS too.</summary>
    public ServerProtocol ServerProtocol { get; set; } = ServerProtocol.Http1;

    /// <summary>
    /// Whether requests and answers in HTTP/1.1 are relayed byte for byte, past the framework's HTTP: faster, and nothing of
    /// them changes. Default yes. WebSockets and HTTP/2 never are.
    /// </summary>
    public bool Relay { get; set; } = true;

    /// <summary>Whether what comes on a socket is dealt with on the thread that has seen it come. Default yes.</summary>
    public bool InlineIo { get; set; } = true;

    /// <summary>
    /// How long the gateway warms up at most before it says that it is ready: 0 (off) to 1 min, default 5 s. It serves meanwhile. Only
    /// requests that are relayed have anything to warm up.
    /// </summary>
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time allowed to connect to a server: 10 ms to 1 min, default 5 s. A server that is busy for a moment loses packets, which are sent again
    /// after 1 s and 3 s: less than that turns a delay into a failure.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may stay silent within a request, a client within its body, or take nothing of its answer: 100 ms to 1 day, default 100 s.</summary>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a server that joins a serving cluster takes to reach its full weight: 0 (off) to 1 h, default 10 s.</summary>
    public TimeSpan SlowStart { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How much more than its part of the requests in flight a server may have: 1 to 100, default 1.25; 0 for no bound.</summary>
    public double LoadFactor { get; set; } = LoadBound.DefaultFactor;

    /// <summary>Requests in flight on a server below which it is never passed over: 0 to 1,000,000, default 128.</summary>
    public int LoadFloor { get; set; } = LoadBound.DefaultFloor;

    /// <summary>How often gateways tell each other what they have in flight: 100 ms to 2 s, default 500 ms.</summary>
    public TimeSpan LoadInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How servers are probed and judged.</summary>
    public HealthOptions Health { get; set; } = new();

    /// <summary>The log of requests.</summary>
    public RequestLogOptions RequestLog { get; set; } = new();

    /// <summary>How often counts are sent to the store: 100 ms to 1 min, default 1 s.</summary>
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When a request is sent to another server.</summary>
    public RetryOptions Retries { get; set; } = new();

    /// <summary>What one request, one client and all together may take.</summary>
    public LimitsOptions Limits { get; set; } = new();

    /// <summary>
    /// Proxies before this gateway whose word on the client counts (<c>X-Forwarded-…</c>, <c>Forwarded</c>): addresses or
    /// networks such as <c>10.0.0.0/8</c>; at most 64, default none.
    /// </summary>
    public string[]? TrustedProxies { get; set; }

    /// <summary>Whether the gateway's own answers to requests that failed say why in <c>Proxy-Status</c> (RFC 9209). Default no.</summary>
    public bool ProxyStatus { get; set; }

    /// <summary>Whether servers are told of the client in <c>Forwarded</c> (RFC 7239) too, beside <c>X-Forwarded-…</c>. Default no.</summary>
    public bool Forwarded { get; set; }

    /// <summary>Addresses to listen on beside those that the platform's settings name, such as <c>https://*:443</c>; at most 64, default none.</summary>
    public string[]? Urls { get; set; }

    /// <summary>TLS to clients.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>Whether HTTP/3 is offered wherever https is listened on. Default no; needs QUIC (libmsquic).</summary>
    public bool Http3 { get; set; }

    /// <summary>Connections that begin with a header of the PROXY protocol.</summary>
    public ProxyProtocolOptions ProxyProtocol { get; set; } = new();

    /// <summary>TLS to servers with an https URL.</summary>
    public ServerTlsOptions ServerTls { get; set; } = new();

    /// <summary>A port on which the gateway's own endpoints are served, and nowhere else: 1 to 65535, default none.</summary>
    public int? ManagementPort { get; set; }

    /// <summary>The IP address of that port, <c>*</c> for all; default this machine's loopback.</summary>
    public string? ManagementAddress { get; set; }

    /// <summary>A path that the gateway's own endpoints are below, such as <c>/_lb</c>; default none.</summary>
    public string? ManagementPath { get; set; }
}
