using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests servers and gateways that stop: requests in flight run to completion.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_StopsWithARequestInFlight_FinishesItSendsCloseAndAcceptsNoMore()
    {
        var rest = new TaskCompletionSource();
        await using var cluster = await TestCluster.StartAsync();
        var server = await cluster.AddServerAsync("slow", async context =>
        {
            context.Response.ContentLength = "whole".Length;
            await rest.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("whole");
        });
        await using var client = await cluster.Gateway.ConnectAsync(Token);
        await client.WriteTextAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Token);
        await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);

        var stopping = cluster.Gateway.StopAsync(Token);
        await Eventually.TrueAsync(
            "the gateway accepts no connections", async () => !await CanConnectAsync(cluster.Gateway.Address.Port), Patience);
        Assert.False(stopping.IsCompleted);
        rest.SetResult();
        var first = await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        var content = new byte["whole".Length];
        await client.ReadExactlyAsync(content, Token).AsTask().WaitAsync(Patience, Token);

        // The gateway stops listening shortly before it asks its connections to close, so this response may not announce the close yet.
        var last = first.FieldsNamed("Connection").Length > 0
            ? first
            : await client.RequestUntilClosedAsync("HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n", Token).WaitAsync(Patience, Token);
        Assert.Equal("", await client.ReadToEndAsync(Token).WaitAsync(Patience, Token));
        await stopping.WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", first, StringComparison.Ordinal);
        Assert.Equal("whole", Encoding.ASCII.GetString(content));
        Assert.Equal("close", Assert.Single(last.FieldsNamed("Connection")));
    }

    [Fact]
    public async Task Gateway_StopsWithAWebSocketOpen_EndsWhenTheClientHasClosedIt()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry);
        await JoinedAsync(cluster);
        using var socket = await ConnectAsync(cluster);

        var stopping = cluster.Gateway.StopAsync(Token);
        await Eventually.TrueAsync(
            "the gateway accepts no connections", async () => !await CanConnectAsync(cluster.Gateway.Address.Port), Patience);
        Assert.Equal("still here", await EchoAsync(socket, "still here"));
        Assert.False(stopping.IsCompleted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        await stopping.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Server_StopsWithAWebSocketAndAStreamOpen_TakesNoNewRequestsAndFinishesThem()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:SlowStart", "00:00:00"));
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry, ("Registration:DrainDelay", "00:00:01"));
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 2, Patience);
        var key = await cluster.KeyForAsync("real");
        using var socket = await ConnectAsync(cluster, key);
        using var events = await cluster.Gateway.GetAsync("/events?ms=100&count=30", key, Token);

        var stopping = backend.StopAsync(Token);
        await Eventually.TrueAsync(
            "it drains", () => cluster.Gateway.Snapshot.Membership.Find(new("real")) is not { State: ServerState.Active }, Patience);
        Assert.Equal("s1", await cluster.GetAsync(key));
        var numbers = (await events.Content.ReadAsStringAsync(Token))
            .Split('\n')
            .Count(line => line.StartsWith("data: ", StringComparison.Ordinal));
        Assert.Equal(30, numbers);
        Assert.Equal("still here", await EchoAsync(socket, "still here"));
        Assert.False(stopping.IsCompleted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        await stopping.WaitAsync(Patience, Token);
        Assert.Null((await cluster.Registry.ReadAsync(Token)).Find(new("real")));
    }

    [Fact]
    public async Task Server_BusyForLongerThanItsDrainTimeout_IsCutOff()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry, ("Registration:DrainTimeout", "00:00:00.500"));
        await JoinedAsync(cluster);
        using var socket = await ConnectAsync(cluster);

        await backend.StopAsync(Token).WaitAsync(Patience, Token);

        await Assert.ThrowsAsync<WebSocketException>(() => EchoAsync(socket, "too late"));
    }

    private static Task JoinedAsync(TestCluster cluster) =>
        Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);

    private static async Task<bool> CanConnectAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestCluster cluster, string key = "key")
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(GatewayHost.KeyHeader, key);
        await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        return socket;
    }

    private static async Task<string> EchoAsync(WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[1_024];
        var response = await socket.ReceiveAsync(buffer.AsMemory(), Token);
        return Encoding.UTF8.GetString(buffer, 0, response.Count);
    }
}
