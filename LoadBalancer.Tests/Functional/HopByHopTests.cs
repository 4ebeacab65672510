using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Tests that hop-by-hop header fields are not forwarded, and that the fields that each hop must add are added (RFC 9110 §7.6).
/// </summary>
public sealed class HopByHopTests : IAsyncDisposable
{
    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly TcpTestServer _server;
    private string _response = HttpText.EmptyResponse;

    public HopByHopTests() => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            _heads.Writer.TryWrite(head);
            await stream.WriteTextAsync(_response, stop);
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [BothPaths]
    public async Task Request_FieldsThatConnectionNames_DoNotArrive(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop,x-other\r\nConnection: Cookie\r\n"
            + "X-Hop: 1\r\nX-Other: 2\r\nCookie: c=1\r\nX-Kept: 3\r\n\r\n");

        Assert.Empty(head.FieldsNamed("X-Hop"));
        Assert.Empty(head.FieldsNamed("X-Other"));
        Assert.Empty(head.FieldsNamed("Cookie"));
        Assert.Equal(["3"], head.FieldsNamed("X-Kept"));
    }

    [Theory]
    [BothPaths]
    public async Task Request_ConnectionNamesRepresentationFields_TheyDoNotArrive(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            "POST / HTTP/1.1\r\nHost: a\r\nConnection: close, Content-Language, Cookie\r\nContent-Language: de\r\nCookie: c=1\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");

        Assert.Empty(head.FieldsNamed("Content-Language"));
        Assert.Empty(head.FieldsNamed("Cookie"));
        Assert.Equal(["text/plain"], head.FieldsNamed("Content-Type"));
    }

    [Theory]
    [BothPaths]
    public async Task Request_ConnectionNamesFramingAndRoutingFields_TheyArriveAnyway(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, "POST / HTTP/1.1\r\nHost: a\r\nConnection: Host, Content-Length\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(["a"], head.FieldsNamed("Host"));
        Assert.Equal(["0"], head.FieldsNamed("Content-Length"));
    }

    [Theory]
    [BothPaths("Keep-Alive: timeout=5")]
    [BothPaths("Proxy-Connection: keep-alive")]
    [BothPaths("Proxy-Authorization: Basic eA==")]
    [BothPaths("Proxy-Authenticate: Basic")]
    [BothPaths("Upgrade: h2c")]
    [BothPaths("HTTP2-Settings: AAMA")]
    [BothPaths("TE: gzip")]
    public async Task Request_HopByHopField_DoesNotArrive(ForwardingPath path, string field)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, $"GET / HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n");

        Assert.Empty(head.FieldsNamed(field.Split(':')[0]));
    }

    [Theory]
    [BothPaths("Connection: Upgrade")]
    [BothPaths("Connection: UPGRADE , x-hop\r\nConnection: keep-alive,\tupgrade")]
    public async Task Request_UpgradeInHttp10_IsIgnored(ForwardingPath path, string connection)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            $"GET /ws HTTP/1.0\r\nHost: a\r\n{connection}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nX-Hop: 1\r\n\r\n");

        Assert.Empty(head.FieldsNamed("Upgrade"));
        Assert.DoesNotContain("upgrade", string.Join(',', head.FieldsNamed("Connection")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(connection.Contains("x-hop", StringComparison.Ordinal) ? [] : ["1"], head.FieldsNamed("X-Hop"));
    }

    [Theory]
    [BothPaths]
    public async Task Request_TeTrailers_IsForwardedAndNamedInConnection(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, "GET / HTTP/1.1\r\nHost: a\r\nConnection: TE\r\nTE: gzip, trailers\r\n\r\n");

        Assert.Equal(["trailers"], head.FieldsNamed("TE"));
        Assert.Equal(["TE"], head.FieldsNamed("Connection"));
    }

    [Theory]
    [BothPaths]
    public async Task Request_TeTrailersOfAnHttp2Client_IsNamedInConnection(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Get, cluster.Gateway.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { TE = { new("trailers") } },
        };
        using var response = await cluster.Gateway.Client.SendAsync(request, Token);
        var head = await _heads.Reader.ReadAsync(Token);

        Assert.Equal(["trailers"], head.FieldsNamed("TE"));
        Assert.Equal(["TE"], head.FieldsNamed("Connection"));
    }

    [Theory]
    [BothPaths]
    public async Task Request_TeTrailersInAnUpgrade_BothAreNamedInConnection(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(
            cluster,
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, TE\r\nUpgrade: websocket\r\nTE: trailers\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\n\r\n");

        Assert.Equal(["trailers"], head.FieldsNamed("TE"));
        Assert.Equal(
            ["TE", "Upgrade"], head.FieldsNamed("Connection").SelectMany(value => value.Split(", ")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [BothPaths("HTTP/1.1", "1.1")]
    [BothPaths("HTTP/1.0", "1.0")]
    public async Task Request_OfAnyVersion_ArrivesWithVia(ForwardingPath path, string version, string entry)
    {
        await using var cluster = await StartAsync(path);
        var head = await SendAsync(cluster, $"GET / {version}\r\nHost: a\r\nVia: 1.1 before\r\n\r\n");

        Assert.Matches(
            $"^1\\.1 before, {entry.Replace(".", "\\.", StringComparison.Ordinal)} edge-[0-9a-f]{{8}}$",
            string.Join(", ", head.FieldsNamed("Via")));
    }

    [Theory]
    [BothPaths]
    public async Task Response_FieldsThatConnectionNames_DoNotArriveAndViaDoes(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        _response = "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-Kept: 2\r\nContent-Length: 0\r\n\r\n";

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.False(response.Headers.Contains("X-Hop"));
        Assert.False(response.Headers.Contains("Keep-Alive"));
        Assert.Equal(["2"], response.Headers.GetValues("X-Kept"));
        Assert.StartsWith("1.1 edge-", Assert.Single(response.Headers.GetValues("Via")), StringComparison.Ordinal);
    }

    [Theory]
    [BothPaths("Set-Cookie: a=b")]
    [BothPaths("Connection: close")]
    [BothPaths("Host: b.test")]
    [BothPaths("Content-Length: 5")]
    [BothPaths("Cache-Control: no-store")]
    [BothPaths("X-Forwarded-For: 6.6.6.6")]
    [BothPaths("Via: 1.1 x")]
    public async Task Response_TrailerThatIsNotAllowed_IsDroppedAndTheResponseArrives(ForwardingPath path, string trailer)
    {
        await using var cluster = await StartAsync(path);
        _response = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n{trailer}\r\nx-kept: 1\r\n\r\n";
        using var request = new HttpRequestMessage(HttpMethod.Get, cluster.Gateway.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(["x-kept: 1"], response.TrailingHeaders.NonValidated.Select(field => $"{field.Key}: {field.Value}"));
    }

    [Theory]
    [BothPaths("1.0", "HTTP/1.1 426 Upgrade Required", true)]
    [BothPaths("1.0", "HTTP/1.1 200 OK", false)]
    [BothPaths("1.1", "HTTP/1.1 426 Upgrade Required", true)]
    [BothPaths("1.1", "HTTP/1.1 200 OK", false)]
    public async Task Response_Upgrade_ArrivesIfTheStatusDemandsIt(ForwardingPath path, string version, string status, bool arrives)
    {
        await using var cluster = await StartAsync(path);
        _response = $"{status}\r\nConnection: Upgrade\r\nUpgrade: TLS/1.3\r\nContent-Length: 0\r\n\r\n";

        var head = await ExchangeAsync(cluster, $"GET / HTTP/{version}\r\nHost: a\r\n\r\n");

        Assert.StartsWith(status[..12], head, StringComparison.Ordinal);
        Assert.Equal(arrives ? ["TLS/1.3"] : [], head.FieldsNamed("Upgrade"));
        Assert.Equal(arrives, head.FieldsNamed("Connection").Contains("Upgrade"));
    }

    /// <summary>HTTP/2 has neither header (RFC 9113 §8.2.2), so a client would reject a response with them.</summary>
    [Theory]
    [BothPaths]
    public async Task Response_UpgradeForAnHttp2Client_DoesNotArrive(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        _response = "HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: TLS/1.3\r\nContent-Length: 0\r\n\r\n";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Empty(response.Headers.Upgrade);
        Assert.Empty(response.Headers.Connection);
    }

    [Theory]
    [BothPaths]
    public async Task Request_ThatHasPassedThisGateway_Is508AndIsNotForwarded(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var via = (await SendAsync(cluster, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).FieldsNamed("Via").Single();
        var again = await ExchangeAsync(cluster, $"GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 x, {via}\r\n\r\n");
        var other = await ExchangeAsync(cluster, $"GET / HTTP/1.1\r\nHost: a\r\nVia: {via}0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 508 ", again, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", other, StringComparison.Ordinal);
    }

    [Theory]
    [BothPaths("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [BothPaths("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")]
    public async Task Request_OfAnUnsupportedMethod_Is405WithAllow(ForwardingPath path, string request)
    {
        await using var cluster = await StartAsync(path);
        var response = await ExchangeAsync(cluster, request);

        Assert.StartsWith("HTTP/1.1 405 ", response, StringComparison.Ordinal);
        Assert.Single(response.FieldsNamed("Allow"));
        Assert.False(_heads.Reader.TryPeek(out _));
    }

    [Theory]
    [BothPaths]
    public async Task Options_MaxForwards_IsDecrementedAndEndsHere(ForwardingPath path)
    {
        await using var cluster = await StartAsync(path);
        var passed = await SendAsync(cluster, "OPTIONS /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 2\r\n\r\n");
        var ended = await ExchangeAsync(cluster, "OPTIONS /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
        var other = await SendAsync(cluster, "GET /x HTTP/1.1\r\nHost: a\r\nMax-Forwards: 2\r\n\r\n");

        Assert.Equal(["1"], passed.FieldsNamed("Max-Forwards"));
        Assert.StartsWith("HTTP/1.1 204 ", ended, StringComparison.Ordinal);
        Assert.Equal(["2"], other.FieldsNamed("Max-Forwards"));
    }

    private async Task<TestCluster> StartAsync(ForwardingPath path)
    {
        var cluster = await TestCluster.StartAsync(path, ("Gateway:Id", "edge"));
        await cluster.ApplyAsync(Changes.Join("seen", url: _server.Url));
        return cluster;
    }

    private async Task<string> SendAsync(TestCluster cluster, string request)
    {
        Assert.StartsWith("HTTP/1.", await ExchangeAsync(cluster, request), StringComparison.Ordinal);
        return await _heads.Reader.ReadAsync(Token);
    }

    private static async Task<string> ExchangeAsync(TestCluster cluster, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync(request, Token);
        return await client.GetStream().ReadHeadAsync(Token);
    }
}
