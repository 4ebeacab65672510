using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests HTTP/1.1 and HTTP/2 on one port, with and without TLS.</summary>
public sealed class ProtocolTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Clients_OfBothProtocols_AreServedOnOnePort()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(context.Request.Headers["Via"].ToString()));

        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("1.1 ", await GetAsync(cluster.Gateway.Client, HttpVersion.Version11), StringComparison.Ordinal);
            Assert.StartsWith("2 ", await GetAsync(cluster.Gateway.Client, HttpVersion.Version20), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Preface_CutAtEveryByte_IsHttp2()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = await ConnectAsync(cluster);

        foreach (var one in Preface)
        {
            await client.GetStream().WriteAsync(new[] { one }, Token);
        }

        await new Http2Frame(Http2Frame.Settings, 0, 0, []).WriteAsync(client.GetStream(), Token);
        var first = await Http2Frame.ReadAsync(client.GetStream(), Token);
        Assert.Equal(Http2Frame.Settings, first!.Type);
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\nHost: a.test\r\n\r\n")]
    [InlineData("P * HTTP/1.1\r\n\r\n")]
    public async Task Preface_Malformed_IsRejected(string text)
    {
        await using var cluster = await TestCluster.StartAsync();
        var server = await cluster.AddServerAsync("s1");
        using var client = await ConnectAsync(cluster);

        await client.GetStream().WriteTextAsync(text, Token);

        var response = await client.GetStream().ReadToEndAsync(Token);
        Assert.True(response.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)
            || response[3] == Http2Frame.GoAway
            || response[3] == Http2Frame.Settings, response);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Method_ThatStartsLikeThePreface_IsHttp1()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(context.Request.Method));
        using var client = await ConnectAsync(cluster);

        await client.GetStream().WriteTextAsync("PR", Token);
        await client.GetStream().WriteTextAsync("OPFIND / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n", Token);

        Assert.Contains("PROPFIND", await client.GetStream().ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Http1", "1.1", true)]
    [InlineData("Http1", "2.0", false)]
    [InlineData("Http2", "1.1", false)]
    [InlineData("Http2", "2.0", true)]
    public async Task Protocols_SetForTheEndpoint_AreTheOnlyOnes(string setting, string version, bool isServed)
    {
        await using var cluster = await TestCluster.StartAsync(("Kestrel:EndpointDefaults:Protocols", setting));
        await cluster.AddServerAsync("s1");

        if (isServed)
        {
            Assert.Equal("s1", await GetAsync(cluster.Gateway.Client, Version.Parse(version)));
        }
        else
        {
            await Assert.ThrowsAnyAsync<Exception>(() => GetAsync(cluster.Gateway.Client, Version.Parse(version)));
            Assert.Equal(0, cluster.Server("s1").Requests);
        }
    }

    [Fact]
    public async Task Stop_WithARequestOfHttp2InFlight_LetsItFinish()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("s1", async context =>
        {
            arrived.SetResult();
            await release.Task;
            await context.Response.WriteAsync("done");
        });

        var response = GetAsync(cluster.Gateway.Client, HttpVersion.Version20);
        await arrived.Task.WaitAsync(Patience, Token);
        var stopping = cluster.Gateway.StopAsync(Token);
        release.SetResult();

        Assert.Equal("done", await response);
        await stopping.WaitAsync(Patience, Token);
    }

    [Theory]
    [InlineData(false, "1.1", "Http1")]
    [InlineData(false, "2.0", "Http1")]
    [InlineData(true, "2.0", "Http1")]
    [InlineData(true, "1.1", "Http1")]
    [InlineData(false, "2.0", "Http2")]
    public async Task WebSocket_OverAnyProtocol_EchoesWithAServerOfAnyProtocol(bool isSecure, string version, string serverProtocol)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
        ];
        await using var cluster = await TestCluster.StartAsync([("Gateway:ServerProtocol", serverProtocol), .. isSecure ? secure : []]);
        await using var backend = await BackendHost.StartAsync(
            "real", cluster.Registry, ("Kestrel:EndpointDefaults:Protocols", serverProtocol));
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        using var client = new HttpMessageInvoker(TlsClient.HandlerFor(cluster.Gateway.Address.Port, _authority));
        using var socket = new ClientWebSocket
        {
            Options = { HttpVersion = Version.Parse(version), HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact },
        };

        await socket.ConnectAsync(new($"{(isSecure ? "wss" : "ws")}://a.test/ws"), client, Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Token);
        var buffer = new byte[100];
        var response = await socket.ReceiveAsync(buffer.AsMemory(), Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, response.Count));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    private static async Task<string> GetAsync(HttpClient client, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, Token);
        Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version));
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static async Task<TcpClient> ConnectAsync(TestCluster cluster)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        return client;
    }
}
