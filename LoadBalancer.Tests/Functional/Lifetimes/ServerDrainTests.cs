using System.Net.WebSockets;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests what happens at a server that takes no new requests: its requests and tunnels end in time.</summary>
public sealed class ServerDrainTests
{
    private const int TunnelsEnded = 3744;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly (string Key, string Value) Short = ("Gateway:ServerDrainTimeout", "00:00:01");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The server registers itself elsewhere, so that it does not join again when it has been removed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WebSockets_OfAServerThatLeaves_AreEndedWithACloseFrame(bool isDrained)
    {
        using var log = new RecordingLoggerProvider();
        await using var cluster = await TestCluster.StartAsync(
            services => services.AddLogging(logging => logging.AddProvider(log)), Short);
        await using var backend = await BackendHost.StartAsync("other", new InMemoryServerRegistry(TimeProvider.System));
        await cluster.ApplyAsync(Changes.Join("real", url: backend.Client.BaseAddress!.ToString().TrimEnd('/')));
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 4; i++)
        {
            var socket = new ClientWebSocket();
            sockets.Add(socket);
            await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        }

        await cluster.ApplyAsync(
            isDrained ? new MembershipChange.SetState(new("real"), ServerState.Draining) : new MembershipChange.Leave(new("real")));

        foreach (var socket in sockets)
        {
            var end = await socket.ReceiveAsync(new byte[10].AsMemory(), Token).AsTask().WaitAsync(Patience, Token);
            Assert.Equal(WebSocketMessageType.Close, end.MessageType);
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
            socket.Dispose();
        }

        await Eventually.TrueAsync("it is logged", () => log.Entries.Any(entry => entry.Id.Id == TunnelsEnded), Patience);
        Assert.Contains(log.Entries, entry => entry.Message.Contains("real takes no new requests", StringComparison.Ordinal));
    }

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("2.0")]
    public async Task Response_OfAServerThatLeaves_IsCutAfterTheTime(ForwardingPath path, string version)
    {
        await using var cluster = await TestCluster.StartAsync(path, Short);
        await cluster.AddServerAsync("s1", async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.RequestAborted.EndAsync();
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await cluster.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Token);
        await body.ReadExactlyAsync(new byte["begun".Length], Token);

        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));

        var rest = await Record.ExceptionAsync(async () => await body.ReadAsync(new byte[1], Token).AsTask().WaitAsync(Patience, Token));
        Assert.True(rest is IOException or HttpRequestException, $"The response ended with {rest?.ToString() ?? "its end"}.");
    }

    [Theory]
    [BothPaths]
    public async Task Response_OfAServerThatIsBackInTime_IsWhole(ForwardingPath path)
    {
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(path, Short);
        await cluster.AddServerAsync("left", context => WaitAsync(context, context.RequestAborted.EndAsync()));
        await cluster.AddServerAsync("back", context => WaitAsync(context, mayGoOn.Task));
        using var left = await cluster.Gateway.GetAsync("/", await cluster.KeyForAsync("left"), Token);
        using var back = await cluster.Gateway.GetAsync("/", await cluster.KeyForAsync("back"), Token);

        await cluster.ApplyAsync(new MembershipChange.SetState(new("back"), ServerState.Draining));
        await cluster.ApplyAsync(new MembershipChange.SetState(new("left"), ServerState.Draining));
        await cluster.ApplyAsync(new MembershipChange.SetState(new("back"), ServerState.Active));

        // When the response of the other server, which has left at the same time, is cut, this one would have been cut too.
        await Assert.ThrowsAnyAsync<Exception>(() => left.Content.ReadAsStringAsync(Token).WaitAsync(Patience, Token));
        mayGoOn.SetResult();
        Assert.Equal("begun and ended", await back.Content.ReadAsStringAsync(Token));
    }

    private static async Task WaitAsync(HttpContext context, Task mayGoOn)
    {
        await context.Response.WriteAsync("begun");
        await mayGoOn.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync(" and ended");
    }
}
