using System.Net;
using System.Text;
using System.Text.Json;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Keys;
using LoadBalancer.Proxy.Telemetry.RequestLog;
using LoadBalancer.Proxy.Telemetry.Tail;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Telemetry.Tail;

/// <summary>A tail without a gateway around it, and requests for it.</summary>
internal sealed class TailParts
{
    public const string Key = "key-1";

    public TailParts(TailOptions? options = null) => Tail = new(
        Options.Create(options ?? new()),
        GatewayParts.Identity("gateway-1"),
        new(Options.Create(new ClientOptions())),
        new(Options.Create(new KeyOptions { HashKey = ["header:X-Key"] }), new(Options.Create(new ClientOptions()))),
        Time);

    public FakeTimeProvider Time { get; } = new(Changes.Noon);

    public RequestTail Tail { get; }

    public TailGate Want(params string[] filters)
    {
        Tail.Gate = new(
            [.. filters.Select(text => TailFilter.TryParse(text, out var filter) ? filter : throw new FormatException(text))],
            new("gateway-1"), Time.TimestampFrequency);
        return Tail.Gate;
    }

    /// <summary>Ends a request that has just begun.</summary>
    public void Add(RequestEnd end, string target = "/a?token=1", string key = Key, TimeSpan duration = default)
    {
        var now = Time.GetTimestamp();
        Tail.Add(Request(target, key), end, now - (long)(duration.TotalSeconds * Time.TimestampFrequency), now);
    }

    /// <summary>Makes the end of a request that was placed by its key.</summary>
    public static RequestEnd Placed(int status, string key = Key, Action<Attempts>? happened = null)
    {
        var attempts = new Attempts();
        var servers = Enumerable.Range(1, 2).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}.test" });
        attempts.Begin(
            new(ClusterSnapshot.Create(new(new("e"), 1, servers), PlacementAlgorithm.Ring), Bound: null),
            KeyHash.Of(PlacementAlgorithm.Ring, key));
        attempts.MoveNext();
        happened?.Invoke(attempts);
        return new(attempts, status, IsGateways: false, ProxyError: null, ProxyDetail: null, Bytes: 3);
    }

    /// <summary>Takes the lines that wait.</summary>
    public JsonElement[] Take()
    {
        var bytes = new byte[256 * 1024];
        var text = Encoding.UTF8.GetString(bytes, 0, Tail.Buffer.Take(bytes, out _));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private static ContextRequest Request(string target, string key)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Headers["X-Key"] = key;
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        return new(context);
    }
}
