using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests what servers learn about the client, and whose forwarding headers are trusted (RFC 7239).</summary>
public sealed class ForwardedHeadersTests : IAsyncDisposable
{
    private static readonly string[] ForTheGatewayToSay = ["X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded"];

    private readonly TaskCompletionSource<string> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TcpTestServer _server;

    public ForwardedHeadersTests() => _server = new(async (stream, stop) =>
    {
        _head.TrySetResult(await stream.ReadHeadAsync(stop));
        await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [BothPaths]
    public async Task Fields_FromAnUntrustedPeer_AreReplacedOrRemoved(ForwardingPath path)
    {
        var head = await SendAsync(
            path,
            "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: forged\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\n"
            + "X-Forwarded-Prefix: /x\r\n"
            + "X-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n");

        Assert.Equal(["127.0.0.1"], head.FieldsNamed("X-Forwarded-For"));
        Assert.Equal(["a.test"], head.FieldsNamed("X-Forwarded-Host"));
        Assert.Equal(["http"], head.FieldsNamed("X-Forwarded-Proto"));
        Assert.All(ForTheGatewayToSay, name => Assert.Empty(head.FieldsNamed(name)));
    }

    [Theory]
    [BothPaths("Strict-Transport-Security")]
    [BothPaths("Strict_Transport_Security")]
    public async Task Fields_ThatDoNotIdentifyTheClient_Pass(ForwardingPath path, string name)
    {
        var head = await SendAsync(path, $"{name}: max-age=1\r\n");

        Assert.Equal(["max-age=1"], head.FieldsNamed(name));
    }

    [Theory]
    [BothPaths]
    public async Task Fields_FromATrustedProxy_AreKeptAndExtended(ForwardingPath path)
    {
        var head = await SendAsync(
            path,
            "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 198.51.100.9\r\nX-Forwarded-Host: public.test\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Port: 443\r\n"
            + "Forwarded: for=198.51.100.9;proto=https\r\n",
            ("Gateway:TrustedProxies:0", "127.0.0.0/8"));

        Assert.Equal(["6.6.6.6, 198.51.100.9, 127.0.0.1"], head.FieldsNamed("X-Forwarded-For"));
        Assert.Equal(["public.test"], head.FieldsNamed("X-Forwarded-Host"));
        Assert.Equal(["https"], head.FieldsNamed("X-Forwarded-Proto"));
        Assert.Equal(["443"], head.FieldsNamed("X-Forwarded-Port"));
        Assert.Equal(["for=198.51.100.9;proto=https, for=127.0.0.1;host=\"a.test\";proto=http"], head.FieldsNamed("Forwarded"));
    }

    [Theory]
    [BothPaths]
    public async Task Forwarded_Enabled_IsSentInAddition(ForwardingPath path)
    {
        var head = await SendAsync(path, "", ("Gateway:Forwarded", "true"));

        Assert.Equal(["for=127.0.0.1;host=\"a.test\";proto=http"], head.FieldsNamed("Forwarded"));
        Assert.Equal(["127.0.0.1"], head.FieldsNamed("X-Forwarded-For"));
    }

    [Theory]
    [BothPaths]
    public async Task ClientIp_AsTheKey_CannotBeForged(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 3, ("Gateway:HashKey:0", "client-ip"));
        var owner = await cluster.OwnerAsync("127.0.0.1");

        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}");
            using var response = await cluster.Gateway.Client.SendAsync(request, Token);
            Assert.Equal(owner, await response.Content.ReadAsStringAsync(Token));
        }
    }

    private async Task<string> SendAsync(ForwardingPath path, string fields, params (string Key, string Value)[] settings)
    {
        await using var cluster = await TestCluster.StartAsync(path, settings);
        await cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n", Token);
        Assert.StartsWith("HTTP/1.1 200 ", await client.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);
        return await _head.Task;
    }
}
