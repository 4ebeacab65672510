using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional.Limits;

/// <summary>
/// Tests how many header fields an HTTP/2 request may have. A cookie may be split into parts, which count as one field (RFC 9113 §8.2.3).
/// </summary>
public sealed class Http2HeaderCountTests
{
    private const int Parts = 120;
    private const string NotRead = "";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Cookie = string.Join("; ", Enumerable.Range(0, Parts).Select(i => $"c{i}=v{i}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cookie_InManyParts_IsJoinedIntoOneFieldInOrder()
    {
        var head = "";
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            head = await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        });
        await using var cluster = await TestCluster.StartAsync();
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));

        Assert.Equal("200", await SendAsync(cluster, [.. InParts(Cookie), ("x-last", "1")]));

        Assert.Equal([Cookie], head.FieldsNamed("Cookie"));
        Assert.Equal(["1"], head.FieldsNamed("X-Last"));
    }

    [Fact]
    public async Task Cookie_InManyPartsToAnHttp2Server_IsJoinedInOrder()
    {
        var received = NotRead;
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerProtocol", "Http2"));
        await cluster.AddServerAsync(
            "s1",
            context =>
            {
                received = string.Join('|', context.Request.Headers.Cookie.ToArray());
                return Task.CompletedTask;
            },
            HttpProtocols.Http2);

        Assert.Equal("200", await SendAsync(cluster, InParts(Cookie)));

        Assert.Equal(Cookie, received);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Parts)]
    public async Task Fields_AsManyAsAllowedAndOneMore_CountAsInHttp1(int parts)
    {
        const int Most = 20;
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:Limits:HeaderCount", $"{Most}"));
        var cookie = InParts(Cookie).Take(parts).ToArray();

        // The authority counts as a field, as Host does in HTTP/1.1, and the whole cookie counts as one more.
        var free = Most - 1 - (parts > 0 ? 1 : 0);
        Assert.Equal("200", await SendAsync(cluster, [.. cookie, .. Enumerable.Range(0, free).Select(i => ($"x-{i}", "1"))]));
        Assert.Equal("431", await SendAsync(cluster, [.. cookie, .. Enumerable.Range(0, free + 1).Select(i => ($"x-{i}", "1"))]));
        Assert.Equal("431", await SendAsync(cluster, [.. cookie, .. Enumerable.Range(0, free + 1).Select(_ => ("x", "1"))]));

        Assert.Equal(1, cluster.Server("s1").Requests);
        Assert.Equal(2, cluster.Gateway.Part<Rejections>().Of(RejectionReason.HeadSize));
    }

    [Fact]
    public async Task Cookie_InPartsThatExceedTheLimitTogether_ReachesNoServer()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        Assert.NotEqual(
            "200",
            await SendAsync(cluster, InParts(string.Join("; ", Enumerable.Range(0, 1_000).Select(i => $"c{i}={new string('v', 50)}")))));

        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    private static (string Name, string Value)[] InParts(string cookie) => [.. cookie.Split("; ").Select(part => ("cookie", part))];

    private static async Task<string> SendAsync(TestCluster cluster, (string Name, string Value)[] fields)
    {
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        return await RawHttp2.SendAsync(stream, [.. RawHttp2.Get(), .. fields], Token).WaitAsync(Patience, Token);
    }
}
