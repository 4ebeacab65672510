using System.Diagnostics;
using System.Net.WebSockets;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests the end of a gateway that still has tunnels and requests in flight.</summary>
public sealed class GatewayDrainTests : IDisposable
{
    private const int Begun = 3741;
    private const int Ended = 3742;
    private const int Cut = 3743;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingLoggerProvider _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

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
    [Fact]
    public async Task Connection_ThatHasSentNothing_DoesNotDelayTheStop()
    {
        await using var cluster = await TestCluster.StartAsync(Log, ("Gateway:DrainTimeout", "01:00:00"));
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        await Eventually.TrueAsync("it is accepted", () => cluster.Gateway.Part<ConnectionLimit>().Open == 1, Patience);

        await cluster.Gateway.StopAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
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

    private void Log(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(_log));

    private string MessageOf(int id) => Assert.Single(_log.Entries, entry => entry.Id.Id == id).Message;
}
