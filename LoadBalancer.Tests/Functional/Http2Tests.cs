using System.Net;
using System.Net.WebSockets;
using System.Text;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests clients that use HTTP/1.1 with a gateway that uses HTTP/2 without TLS to its servers.</summary>
public sealed class Http2Tests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly (string Key, string Value) Http2 = ("Gateway:ServerProtocol", "Http2");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Http1", HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData("Http2", HttpProtocols.Http2, "HTTP/2")]
    public async Task Request_ToAnHttp2Server_ReachesItOverHttp2WithItsBody(
        string setting, HttpProtocols protocols, string expected)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerProtocol", setting));
        await cluster.AddServerAsync(
            "s1",
            async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                await context.Response.WriteAsync(
                    $"{context.Request.Protocol} {context.Request.Host} {await reader.ReadToEndAsync(context.RequestAborted)}");
            },
            protocols);

        using var content = new StringContent("body");
        using var response = await cluster.Gateway.SendAsync(HttpMethod.Post, "/", "key", content, Token);

        Assert.Equal($"{expected} {cluster.Gateway.Address.Authority} body", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Response_WithTrailers_KeepsThemForAnHttp2ClientToo()
    {
        await using var cluster = await TestCluster.StartAsync(Http2, ("Kestrel:EndpointDefaults:Protocols", "Http2"));
        await cluster.AddServerAsync(
            "s1",
            async context =>
            {
                context.Response.DeclareTrailer("X-Sum");
                await context.Response.WriteAsync("response");
                context.Response.AppendTrailer("X-Sum", "42");
            },
            HttpProtocols.Http2);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal("response", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("42", Assert.Single(response.TrailingHeaders.GetValues("X-Sum")));
    }

    [Fact]
    public async Task WebSocket_ServerOffersThemOverHttp2_Echoes()
    {
        await using var cluster = await TestCluster.StartAsync(Http2);
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry, ("Kestrel:EndpointDefaults:Protocols", "Http2"));
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[100];
        var response = await socket.ReceiveAsync(buffer.AsMemory(), Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, response.Count));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_ServerOffersNoneOverHttp2_Is502AndNoServersFault()
    {
        await using var server = new FaultyHttp2Server("s1", _ => StreamFault.None);
        await using var cluster = await TestCluster.StartAsync(Http2);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));

        for (var i = 0; i < 6; i++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(
                () => socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token));
            Assert.Equal(HttpStatusCode.BadGateway, socket.HttpStatusCode);
        }

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal((6, 0), stats.Of("s1"));
        Assert.True(stats.IsHealthy("s1"));
        Assert.Equal("s1", await cluster.GetAsync("key"));
    }

    [Fact]
    public async Task Probes_OfAnHttp2Server_Pass()
    {
        await using var cluster = await TestCluster.StartAsync(Http2, ("Gateway:Health:Interval", "00:00:00.100"));
        var server = await cluster.AddServerAsync("s1", protocols: HttpProtocols.Http2);

        await Eventually.TrueAsync("it has been probed", () => server.Probes >= 5, Patience);

        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s1"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Request_OwnerSpeaksHttp1Only_IsNeverServedTwice(string method)
    {
        await using var old = await HttpTestServer.StartAsync("old");
        await using var cluster = await TestCluster.StartAsync(Http2);
        await cluster.AddServerAsync("s1", protocols: HttpProtocols.Http2);
        await cluster.ApplyAsync(Changes.Join("old", url: old.Url));

        using var response = await cluster.Gateway.SendAsync(
            new(method), "/", await cluster.KeyForAsync("old", "s1"), content: null, Token);

        Assert.Equal(method is "GET" ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal((0, method is "GET" ? 1 : 0), (old.Requests, cluster.Server("s1").Requests));
        Assert.Equal(1, (await Stats.ReadAsync(cluster.Gateway)).Of("old").Failures);
    }
}
