using System.Net.Security;
using System.Security.Authentication;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests how connections with TLS end: with close_notify, unless they are broken off.</summary>
public sealed class CloseNotifyTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string LastGet = "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    private const string OldGet = "GET / HTTP/1.0\r\nHost: a.test\r\n\r\n";
    private const string Malformed = "GET / HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n";
    private const string Upgrade = "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [BothPaths(LastGet, SslProtocols.Tls12, "200")]
    [BothPaths(LastGet, SslProtocols.Tls13, "200")]
    [BothPaths(OldGet, SslProtocols.Tls12, "200")]
    [BothPaths(OldGet, SslProtocols.Tls13, "200")]
    [BothPaths(Malformed, SslProtocols.Tls13, "400")]
    public async Task Response_ThatIsTheLast_IsFollowedByIt(ForwardingPath path, string request, SslProtocols version, string status)
    {
        await using var cluster = await StartAsync(path);
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync("whole"));
        await using var client = await OpenAsync(cluster, version: version);

        await client.WriteTextAsync(request, Token);
        var response = await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        AssertEndedWell(client);
    }

    [Theory]
    [InlineData("Gateway:Limits:IdleTimeout", "00:00:01", Get)]
    [InlineData("Gateway:Limits:HeadTimeout", "00:00:00.500", "GET / HTTP/1.1\r\n")]
    [InlineData("Gateway:Limits:ConnectionAge", "00:00:01", Get)]
    public async Task Connection_EndedAfterATime_EndsWithIt(string setting, string time, string request)
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay, (setting, time));
        await cluster.AddServerAsync("s1");
        await using var client = await OpenAsync(cluster);

        await client.WriteTextAsync(request, Token);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        AssertEndedWell(client);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_ClosesFirst_GetsItToo(bool isHttp2)
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay);
        await using var client = await OpenAsync(cluster, isHttp2);

        await client.CloseSideAsync();
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        AssertEndedWell(client);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gateway_Stops_EndsIdleConnectionsWithIt(bool isHttp2)
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay);
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync("whole"));
        await using var client = await OpenAsync(cluster, isHttp2);
        if (!isHttp2)
        {
            await client.WriteTextAsync(Get, Token);
            await client.ReadHeadAsync(Token);
        }

        var stopping = cluster.Gateway.StopAsync(Token);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        await stopping.WaitAsync(Patience, Token);

        AssertEndedWell(client);
    }

    [Fact]
    public async Task Http2_AtItsAge_EndsWithItBehindGoAway()
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay, ("Gateway:Limits:ConnectionAge", "00:00:01"));
        await using var client = await OpenAsync(cluster, isHttp2: true);

        var last = default(Http2Frame);
        while (await Http2Frame.ReadAsync(client.Stream, Token).WaitAsync(Patience, Token) is { } frame)
        {
            last = frame;
        }

        Assert.Equal(Http2Frame.GoAway, last?.Type);
        AssertEndedWell(client);
    }

    [Fact]
    public async Task Http2_WithAFault_EndsWithItBehindGoAway()
    {
        await using var cluster = await StartAsync(ForwardingPath.Relay);
        await using var client = await OpenAsync(cluster, isHttp2: true);

        await new Http2Frame(Http2Frame.Data, 0, 1, "no stream"u8.ToArray()).WriteAsync(client.Stream, Token);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        AssertEndedWell(client);
    }

    [Theory]
    [BothPaths("HTTP/1.1")]
    [BothPaths("HTTP/1.0")]
    public async Task Response_BrokenOff_EndsWithAResetInstead(ForwardingPath path, string version)
    {
        await using var server = new StreamTestServer(authority: null, async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n", stop);
        });
        await using var cluster = await StartAsync(path);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await OpenAsync(cluster);

        await client.WriteTextAsync($"GET / {version}\r\nHost: a.test\r\nConnection: close\r\n\r\n", Token);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal((true, false), (client.Records!.WasReset, client.Records.EndWithAlert));
    }

    [Fact]
    public async Task Tunnel_Ended_EndsWithItOnce()
    {
        await using var server = new StreamTestServer(authority: null, async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", stop);
            await stream.ReadToEndAsync(stop);
        });
        var logs = new RecordingLoggerProvider();
        await using var cluster = await StartAsync(logs);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var client = await OpenAsync(cluster);
        var logged = logs.Entries.Count;
        await client.WriteTextAsync(Upgrade, Token);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);

        await client.CloseSideAsync();
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        AssertEndedWell(client);
        Assert.DoesNotContain(logs.Entries.Skip(logged), entry => entry.Level >= LogLevel.Warning);
    }

    /// <summary>What cannot be decrypted ends the connection; nothing of it is logged above Debug.</summary>
    [Fact]
    public async Task Client_BreaksTls_IsNotLogged()
    {
        var logs = new RecordingLoggerProvider();
        await using var cluster = await StartAsync(logs);
        await cluster.AddServerAsync("s1");
        await using var client = await OpenAsync(cluster);
        var logged = logs.Entries.Count;
        await client.WriteTextAsync(Get, Token);
        await client.ReadHeadAsync(Token).WaitAsync(Patience, Token);

        await client.Records!.WriteAsync((byte[])[23, 3, 3, 0, 32, .. new byte[32]], Token);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        await cluster.Gateway.StopAsync(Token).WaitAsync(Patience, Token);

        Assert.DoesNotContain(logs.Entries.Skip(logged), entry => entry.Level >= LogLevel.Warning);
    }

    private static void AssertEndedWell(TestClient client) =>
        Assert.Equal((false, true), (client.Records!.WasReset, client.Records.EndWithAlert));

    private static async Task BeginHttp2Async(TestClient client)
    {
        await client.Stream.WriteAsync(Http2Client.Beginning, Token);
        while (await Http2Frame.ReadAsync(client.Stream, Token).WaitAsync(Patience, Token) is { } frame
            && !(frame.Type == Http2Frame.Settings && frame.Has(Http2Frame.Ack)))
        {
            // The connection is set up when the client's settings have been acknowledged.
        }
    }

    private async Task<TestClient> OpenAsync(TestCluster cluster, bool isHttp2 = false, SslProtocols version = SslProtocols.None)
    {
        var protocol = isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11;
        var client = await TestClient.ConnectAsync(cluster.Gateway.Address.Port, _authority, protocol, Token, version);
        if (isHttp2)
        {
            await BeginHttp2Async(client);
        }

        return client;
    }

    private Task<TestCluster> StartAsync(ForwardingPath path, params (string Key, string Value)[] settings) =>
        TestCluster.StartAsync(path, [.. Secure(), .. settings]);

    private Task<TestCluster> StartAsync(RecordingLoggerProvider logs) =>
        TestCluster.StartAsync(services => services.AddSingleton<ILoggerProvider>(logs), Secure());

    private (string Key, string Value)[] Secure() =>
        [("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test"))];
}
