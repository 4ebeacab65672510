using System.Net;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests that each timeout ends what it is for, and nothing else, over every protocol.</summary>
public sealed class SilenceTests
{
    private const string Never = "00:00:00";
    private const string Soon = "00:00:00.300";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("1.0")]
    [BothPaths("2.0")]
    public async Task Response_NotBegunInTime_Is504(ForwardingPath path, string version)
    {
        await using var cluster = await ClusterAsync(path, firstByte: Soon, responseIdle: Never);
        await cluster.AddServerAsync("s1", context => context.RequestAborted.EndAsync());

        using var response = await SendAsync(cluster, HttpMethod.Post, version);

        await response.AssertProblemAsync(HttpStatusCode.GatewayTimeout);
    }

    [Theory]
    [BothPaths("1.1")]
    [BothPaths("1.0")]
    [BothPaths("2.0")]
    public async Task Response_SilentWithinIt_BreaksOff(ForwardingPath path, string version)
    {
        await using var cluster = await ClusterAsync(path, firstByte: Never, responseIdle: Soon);
        await cluster.AddServerAsync("s1", async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.RequestAborted.EndAsync();
        });

        using var response = await SendAsync(cluster, HttpMethod.Get, version);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Token);
        await body.ReadExactlyAsync(new byte["begun".Length], Token);

        var rest = await Record.ExceptionAsync(async () => await body.ReadAsync(new byte[1], Token).AsTask().WaitAsync(Patience, Token));
        Assert.True(rest is IOException or HttpRequestException, $"The response ended with {rest?.ToString() ?? "its end"}.");
    }

    /// <summary>The time until the first byte passes twice, each time observed on a request that it ends.</summary>
    [Theory]
    [BothPaths("1.1")]
    [BothPaths("2.0")]
    public async Task Response_SilentForLongerThanTheFirstByteMayTake_GoesOn(ForwardingPath path, string version)
    {
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await ClusterAsync(path, firstByte: Soon, responseIdle: Never);
        await cluster.AddServerAsync("s1", async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                await context.RequestAborted.EndAsync();
            }

            await context.Response.WriteAsync("begun");
            await mayGoOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(" and ended");
        });
        using var response = await SendAsync(cluster, HttpMethod.Get, version);

        for (var i = 0; i < 2; i++)
        {
            using var ended = await SendAsync(cluster, HttpMethod.Post, version);
            Assert.Equal(HttpStatusCode.GatewayTimeout, ended.StatusCode);
        }

        mayGoOn.SetResult();
        Assert.Equal("begun and ended", await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [BothPaths]
    public async Task Body_ClientIsSilentWithinIt_Is408(ForwardingPath path)
    {
        await using var cluster = await ClusterAsync(
            path, Never, Never, ("Gateway:RequestIdleTimeout", Soon), ("Gateway:Limits:BodyRate", "0"));
        await cluster.AddServerAsync("s1", context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf", Token);

        Assert.StartsWith("HTTP/1.1 408 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s1"));
        Assert.Equal(0, (await Stats.ReadAsync(cluster.Gateway)).Of("s1").Failures);
    }

    /// <summary>
    /// A server may wait for the rest of the body before it continues its response. YARP does not read a response over HTTP/1.1 earlier.
    /// </summary>
    [Theory]
    [InlineData("Http1")]
    [InlineData("Http2")]
    public async Task Response_ClientIsSilentWithinItsBody_BreaksOffAndIsNotTheServersFault(string serverProtocol)
    {
        await using var cluster = await TestCluster.StartAsync(
            ("Gateway:ServerProtocol", serverProtocol), ("Gateway:ResponseIdleTimeout", Soon), ("Gateway:Limits:BodyRate", "0"));
        await cluster.AddServerAsync(
            "s1",
            async context =>
            {
                await context.Response.WriteAsync("begun");
                await context.RequestAborted.EndAsync();
            },
            Enum.Parse<HttpProtocols>(serverProtocol));
        await using var client = await cluster.Gateway.ConnectAsync(Token);

        await client.WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nhalf", Token);

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
        await client.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.True(stats.IsHealthy("s1"));
        Assert.Equal(0, stats.Of("s1").Failures);
    }

    private static Task<TestCluster> ClusterAsync(
        ForwardingPath path, string firstByte, string responseIdle, params (string Key, string Value)[] settings) =>
        TestCluster.StartAsync(
            path, [("Gateway:FirstByteTimeout", firstByte), ("Gateway:ResponseIdleTimeout", responseIdle), .. settings]);

    private static async Task<HttpResponseMessage> SendAsync(TestCluster cluster, HttpMethod method, string version)
    {
        using var request = new HttpRequestMessage(method, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await cluster.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token).WaitAsync(Patience, Token);
    }
}
