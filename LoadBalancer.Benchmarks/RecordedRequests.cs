using System.Buffers;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Proxy.Telemetry.Tail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Benchmarks;

/// <summary>An ordinary request as it is logged and measured at its end. Its lines are taken from the buffers and discarded.</summary>
internal sealed class RecordedRequests : IDisposable
{
    private const string Request =
        "GET /products/4711?view=full HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) "
        + "Gecko/20100101 Firefox/140.0\r\n"
        + "Accept: */*\r\nAccept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\nX-Request-Id: 4d6f6e6461792d3432\r\n"
        + "Connection: keep-alive\r\n\r\n";

    private static readonly Failure Malformed = new(FailureCause.HttpProtocolError, "two Content-Length fields");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener? _listener;
    private readonly byte[] _taken = new byte[128 * 1024];
    private readonly RequestLogLines _lines;
    private readonly RequestTail _tail;
    private readonly RequestRecorder _recorder;
    private readonly RelayedRequest _request;
    private readonly Attempts _attempts = new();
    private int _count;

    /// <param name="logs">Whether requests are logged.</param>
    /// <param name="measures">Whether a listener is attached to the metrics.</param>
    /// <param name="isWatched">Whether somebody looks at all requests.</param>
    /// <param name="sentPerSecond">How many requests per second are sent to whoever looks; by default, all of them.</param>
    public RecordedRequests(bool logs, bool measures, bool isWatched = false, int sentPerSecond = 1_000_000_000)
    {
        var trusted = new TrustedProxies(Options.Create(new ClientOptions()));
        var identity = new GatewayIdentity(Options.Create(new IdentityOptions { Id = "edge-1" }));
        _lines = new(Options.Create(new RequestLogOptions { Path = logs ? "requests.log" : "" }), identity, trusted, TimeProvider.System);
        _tail = new(
            Options.Create(new TailOptions()), identity, trusted,
            new(Options.Create(new KeyOptions { HashKey = ["header:X-Request-Id"] }), trusted), TimeProvider.System)
        {
            Gate = isWatched ? new([TailFilter.All], identity.Id, TimeProvider.System.TimestampFrequency, sentPerSecond) : null,
        };
        _recorder = new(
            _lines, _tail, new(_services.GetRequiredService<IMeterFactory>()), new(new(), new(TimeProvider.System)), TimeProvider.System);
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(Request)));
        _request = new(scanner.Head, new(IPAddress.Parse("192.0.2.7"), isSecure: false, trusted));
        _attempts.Begin(
            new(ClusterSnapshot.Create(Clusters.Membership(Clusters.Equal(16)), PlacementAlgorithm.Ring), Bound: null),
            KeyHash.Of("4d6f6e6461792d3432"));
        _attempts.MoveNext();
        _listener = measures ? Listen() : null;
    }

    public void Record()
    {
        _attempts.End(FailureCause.None);
        End(new(_attempts, 200, IsGateways: false, ProxyError: null, ProxyDetail: null, 1_234));
    }

    public void RecordFailure()
    {
        _attempts.End(Malformed);
        Follow();
        End(new(_attempts, 502, IsGateways: true, Problems.ServerMalformed.ProxyError, Problems.ServerMalformed.Detail, 123));
    }

    public void RecordRejection() =>
        End(new(Attempts: null, 429, IsGateways: true, Problems.RequestDenied, "This client has sent too many requests.", 123));

    public void Dispose()
    {
        _listener?.Dispose();
        _services.Dispose();
    }

    /// <summary>Keeps the attempt with its times, as is done while somebody looks at requests.</summary>
    private void Follow()
    {
        if (_tail.IsWanted)
        {
            _attempts.Trail?.Clear();
            _attempts.Follow(_attempts.Server, TimeProvider.System.GetTimestamp());
            _attempts.Trail!.End(_attempts.Server, TimeProvider.System.GetTimestamp(), AttemptOutcome.Malformed, 0, Malformed);
        }
    }

    private void End(RequestEnd end)
    {
        _recorder.End(_request, _recorder.Begin(), end);
        if (++_count % 256 == 0)
        {
            _lines.Buffer?.Take(_taken, out _);
            _tail.Buffer.Take(_taken, out _);
        }
    }

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, subscriber) => subscriber.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }
}
