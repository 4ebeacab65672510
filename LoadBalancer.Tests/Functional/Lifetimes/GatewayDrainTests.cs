using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests the end of a gateway that still has tunnels and requests in flight.</summary>
public sealed class GatewayDrainTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const int Begun = 3741;
    private const int Ended = 3742;
    private const int Cut = 3743;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = AnnouncedClose.LongestIdle + TimeSpan.FromSeconds(1);

    private readonly RecordingLoggerProvider _log = new();
    private readonly TestAuthority _authority = new();
    private readonly LeapingTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task WebSockets_GatewayStops_AreEndedOneAfterTheOther(string version)
    {
        const int Count = 20;
        await using var cluster = await TestCluster.StartAsync(Log, ("Gateway:DrainTimeout", "00:00:06"));
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry);
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpMessageInvoker(handler);
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < Count; i++)
        {
            var socket = new ClientWebSocket
            {
                Options = { HttpVersion = Version.Parse(version), HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact },
            };
            sockets.Add(socket);
            await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, client, Token);
        }

        var tunnels = cluster.Gateway.Part<OpenTunnels>();
        await Eventually.TrueAsync("all tunnels are open", () => tunnels.Count == Count, Patience);
        var elapsed = Stopwatch.StartNew();
        var stopping = cluster.Gateway.StopAsync(Token);
        var ends = await Task.WhenAll(sockets.Select(async socket =>
        {
            var end = await socket.ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WaitAsync(Patience, Token);
            Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (end.MessageType, socket.CloseStatus));
            var at = elapsed.Elapsed;
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, statusDescription: null, Token);
            return at;
        }));
        await stopping.WaitAsync(Patience, Token);
        sockets.ForEach(socket => socket.Dispose());

        // The period for 20 tunnels is 3 s, one every 150 ms; a busy machine may delay some.
        Assert.InRange(ends.Max() - ends.Min(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6));
        Assert.InRange(ends.Count(end => end < TimeSpan.FromSeconds(1.5)), 1, Count - 5);
        Assert.Contains($"0 requests and {Count} tunnels", MessageOf(Begun), StringComparison.Ordinal);
        Assert.Contains($"{Count} tunnels were ended early", MessageOf(Ended), StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Id == Cut);
    }

    [Theory]
    [BothPaths]
    public async Task Request_LongerThanTheDrainTimeout_IsCutAndLogged(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(
            Log, ("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"), ("Gateway:DrainTimeout", "00:00:00.500"));
        await cluster.AddServerAsync("s1", async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.RequestAborted.EndAsync();
        });
        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        await cluster.Gateway.StopAsync(Token).WaitAsync(Patience, Token);

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Token).WaitAsync(Patience, Token));
        Assert.Contains("1 requests and 0 tunnels were aborted", MessageOf(Cut), StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Entries, entry => entry.Id.Id == Cut).Level);
    }

    /// <summary>Browsers open connections that they may never use.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_ThatHasSentNothing_DoesNotDelayTheStop(bool isSecure)
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay, isSecure);
        await using var client = await ConnectAsync(cluster, isSecure);
        await Eventually.TrueAsync("it is accepted", () => cluster.Gateway.Part<ConnectionLimit>().Open == 1, Patience);

        _time.Leap(Idle);
        await cluster.Gateway.StopAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    /// <summary>A request may be in transit when the gateway begins to stop, and the client cannot tell whether it was processed.</summary>
    [Theory]
    [BothPaths("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n", false)]
    [BothPaths("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n", true)]
    [BothPaths("POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", false)]
    [BothPaths("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", false)]
    [BothPaths("HEAD /healthcheck HTTP/1.1\r\nHost: a.test\r\n\r\n", false)]
    public async Task Connection_BetweenRequestsAtTheStop_ClosesWithTheNextResponse(ForwardingPath path, string request, bool isSecure)
    {
        await using var cluster = await StartAsync(path, isSecure);
        await cluster.AddServerAsync("s1", static _ => Task.CompletedTask);
        await using var used = await ConnectAsync(cluster, isSecure);
        await used.WriteTextAsync(request, Token);
        var first = await used.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        await using var unused = await ConnectAsync(cluster, isSecure);
        await Eventually.TrueAsync("both are accepted", () => cluster.Gateway.Part<ConnectionLimit>().Open == 2, Patience);

        var stopping = cluster.Gateway.StopAsync(Token);
        await Eventually.TrueAsync("it does not listen any more", () => IsRefusedAsync(cluster), Patience);
        var responses = await Task.WhenAll(
            used.RequestUntilClosedAsync(request, Token).WaitAsync(Patience, Token),
            unused.RequestUntilClosedAsync(request, Token).WaitAsync(Patience, Token));

        Assert.DoesNotContain("close", first.FieldsNamed("Connection"));
        Assert.All(responses, response => Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal));
        await stopping.WaitAsync(Patience, Token);
    }

    [Theory]
    [BothPaths(false)]
    [BothPaths(true)]
    public async Task Connection_IdleForAWhileDuringTheStop_IsClosed(ForwardingPath path, bool isSecure)
    {
        await using var cluster = await StartAsync(path, isSecure);
        await cluster.AddServerAsync("s1", static _ => Task.CompletedTask);
        await using var client = await ConnectAsync(cluster, isSecure);
        await client.WriteTextAsync(Get, Token);
        await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        var stopping = cluster.Gateway.StopAsync(Token);
        _time.Leap(Idle);

        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await stopping.WaitAsync(Patience, Token);
    }

    [Theory]
    [BothPaths]
    public async Task Connection_RespondingAtTheStop_ClosesWithTheNextResponse(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path, isSecure: false);
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await cluster.AddServerAsync("slow", async context =>
        {
            context.Response.ContentLength = "whole".Length;
            await context.Response.WriteAsync("wh");
            await mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("ole");
        });
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        await client.WriteTextAsync(Get, Token);
        await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        await using var unused = await cluster.Gateway.ConnectAsync(Token);
        await Eventually.TrueAsync("both are accepted", () => cluster.Gateway.Part<ConnectionLimit>().Open == 2, Patience);

        // The other connection is idle, so it is closed when it is asked to.
        _time.Leap(Idle);
        var stopping = cluster.Gateway.StopAsync(Token);
        await unused.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        mayGoOn.SetResult();
        await client.ReadExactlyAsync(new byte["whole".Length], Token).AsTask().WaitAsync(Patience, Token);
        var last = await client.RequestUntilClosedAsync("HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n", Token).WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", last, StringComparison.Ordinal);
        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await stopping.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Gateway_StopsWithNothingInFlight_LogsNothing()
    {
        await using (var cluster = await TestCluster.StartAsync(Log))
        {
            await cluster.AddServerAsync("s1");
            Assert.Equal("s1", await cluster.GetAsync("key"));

            // The client has its response shortly before the request has ended.
            var counters = cluster.Gateway.Part<RequestCounters>();
            await Eventually.TrueAsync("nothing is in flight", () => counters.All.All(entry => entry.Value.Load.Here == 0), Patience);
        }

        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Id is Begun or Ended or Cut);
    }

    /// <summary>Starts a cluster that has long enough for its drain.</summary>
    private Task<TestCluster> StartAsync(ForwardingPath path, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        return TestCluster.StartAsync(
            services =>
            {
                Log(services);
                services.AddSingleton<TimeProvider>(_time);
            },
            [
                ("Gateway:DrainTimeout", "01:00:00"), ("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"),
                .. isSecure ? secure : [],
            ]);
    }

    private async Task<Stream> ConnectAsync(TestCluster cluster, bool isSecure) => isSecure
        ? await TlsClient.ConnectAsync(cluster.Gateway.Address.Port, "a.test", _authority, Token)
        : await cluster.Gateway.ConnectAsync(Token);

    private static async Task<bool> IsRefusedAsync(TestCluster cluster)
    {
        try
        {
            await using var another = await cluster.Gateway.ConnectAsync(Token);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private void Log(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(_log));

    private string MessageOf(int id) => Assert.Single(_log.Entries, entry => entry.Id.Id == id).Message;
}
