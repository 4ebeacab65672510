using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests clients behind a proxy that reports their addresses with the PROXY protocol.</summary>
public sealed class ProxyProtocolTests : IDisposable
{
    private const string Request = "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    private const string Line = "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n";

    private static readonly (string Key, string Value) FromHere = ("Gateway:ProxyProtocol:Networks:0", "127.0.0.0/8");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Binary => ProxyHeaders.Version2(ProxyHeaders.Proxy, ProxyHeaders.Tcp6, ProxyHeaders.Addresses("2001:db8::7", 7));

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Client_NamedByTheHeader_IsTheOneServersAndTheKeySee()
    {
        await using var cluster = await StartAsync(FromHere, ("Gateway:HashKey:0", "client-ip"));

        var text = await SendAsync(cluster, [.. Bytes(Line), .. Bytes(Request)]);
        var binary = await SendAsync(cluster, [.. Binary, .. Bytes(Request)]);
        var local = await SendAsync(cluster, [.. ProxyHeaders.Version2(ProxyHeaders.Local, ProxyHeaders.Unspecified), .. Bytes(Request)]);

        Assert.EndsWith("192.0.2.1", text, StringComparison.Ordinal);
        Assert.EndsWith("2001:db8::7", binary, StringComparison.Ordinal);
        Assert.EndsWith("127.0.0.1", local, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_SentByteByByte_IsRead()
    {
        await using var cluster = await StartAsync(FromHere);
        byte[][] headers = [Bytes(Line), Binary];

        foreach (var header in headers)
        {
            using var client = await ConnectAsync(cluster);
            foreach (var one in header.Concat(Bytes(Request)))
            {
                await client.GetStream().WriteAsync(new[] { one }, Token);
            }

            Assert.StartsWith("HTTP/1.1 200 ", await client.GetStream().ReadToEndAsync(Token), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Request)]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n" + Request)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Connection_WithoutAValidHeader_IsClosedWithoutAResponse(string text)
    {
        await using var cluster = await StartAsync(FromHere);

        Assert.Equal("", await SendAsync(cluster, Bytes(text)));
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    [Fact]
    public async Task Connection_OfAPeerThatIsNotAProxy_IsClosedWithoutAResponse()
    {
        await using var cluster = await StartAsync(("Gateway:ProxyProtocol:Networks:0", "192.0.2.0/24"));

        Assert.Equal("", await SendAsync(cluster, [.. Bytes(Line), .. Bytes(Request)]));
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PROXY TCP4 192.0.2.1")]
    public async Task Connection_WhoseHeaderDoesNotArriveInTime_IsClosed(string part)
    {
        await using var cluster = await StartAsync(FromHere, ("Gateway:ProxyProtocol:Timeout", "00:00:00.100"));
        using var client = await ConnectAsync(cluster);

        await client.GetStream().WriteTextAsync(part, Token);

        Assert.Equal("", await client.GetStream().ReadToEndAsync(Token).WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Connections_OfOneClient_AreCountedByTheAddressInTheHeader()
    {
        await using var cluster = await StartAsync(FromHere, ("Gateway:Limits:ConnectionsPerClient", "1"));
        using var first = await ConnectAsync(cluster);
        await first.GetStream().WriteTextAsync(Line + Request.Replace("Connection: close\r\n", "", StringComparison.Ordinal), Token);
        Assert.StartsWith("HTTP/1.1 200 ", await first.GetStream().ReadHeadAsync(Token), StringComparison.Ordinal);

        Assert.Equal("", await SendAsync(cluster, [.. Bytes(Line), .. Bytes(Request)]));
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(cluster, [.. Binary, .. Bytes(Request)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_WhereProxyProtocolIsOff_IsRejected()
    {
        await using var cluster = await StartAsync();

        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(cluster, [.. Bytes(Line), .. Bytes(Request)]), StringComparison.Ordinal);
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    [Fact]
    public async Task Header_BeforeTls_IsRead()
    {
        await using var cluster = await StartAsync(
            FromHere, ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")));
        using var client = await ConnectAsync(cluster);
        await client.GetStream().WriteTextAsync(Line, Token);
        await using var stream = new System.Net.Security.SslStream(
            client.GetStream(), leaveInnerStreamOpen: true, (_, certificate, _, _) => _authority.HasIssued(certificate));

        await stream.AuthenticateAsClientAsync("a.test");
        await stream.WriteTextAsync(Request, Token);

        Assert.EndsWith("192.0.2.1", await stream.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static async Task<TestCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(settings);
        await cluster.AddServerAsync("s1", context =>
        {
            context.Response.ContentLength = context.Request.Headers["X-Forwarded-For"].ToString().Length;
            return context.Response.WriteAsync(context.Request.Headers["X-Forwarded-For"].ToString());
        });
        return cluster;
    }

    private static async Task<TcpClient> ConnectAsync(TestCluster cluster)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        return client;
    }

    private static async Task<string> SendAsync(TestCluster cluster, byte[] bytes)
    {
        using var client = await ConnectAsync(cluster);
        await client.GetStream().WriteAsync(bytes, Token);
        return await client.GetStream().ReadToEndAsync(Token);
    }
}
