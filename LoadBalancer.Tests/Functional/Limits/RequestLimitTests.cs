using System.Globalization;
using System.Net;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Limits;

/// <summary>Tests the limits of a single request, over real sockets.</summary>
public sealed class RequestLimitTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8_192, 200)]
    [InlineData(16_384, 200)]
    [InlineData(16_384 + 64, 414)]
    public async Task Target_UpToTheDefault_Passes(int length, int status)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        Assert.Equal(status, await StatusAsync(cluster, $"GET /{new string('t', length - 1)} HTTP/1.1\r\nHost: a.test\r\n\r\n"));
    }

    [Theory]
    [InlineData(9, 200)]
    [InlineData(10, 431)]
    public async Task Fields_MoreThanAllowed_Are431(int beside, int status)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:Limits:HeaderCount", "10"));

        Assert.Equal(
            status, await StatusAsync(cluster, $"{Get}{string.Concat(Enumerable.Range(0, beside).Select(i => $"X-{i}: 1\r\n"))}\r\n"));
    }

    [Theory]
    [InlineData(4_000, 200)]
    [InlineData(8_192, 431)]
    public async Task Head_LongerThanAllowed_Is431(int length, int status)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Limits:HeadBytes", "8192"), ("Gateway:Limits:TargetBytes", "4096"));

        Assert.Equal(status, await StatusAsync(cluster, $"{Get}X: {new string('v', length)}\r\n\r\n"));
    }

    [Fact]
    public async Task Head_SentByteByByte_TimesOut()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:Limits:HeadTimeout", "00:00:01"));
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteTextAsync($"{Get}X: ", Token);
        var response = stream.ReadToEndAsync(Token);

        await Eventually.TrueAsync(
            "the gateway has ended the connection",
            async () =>
            {
                if (!response.IsCompleted)
                {
                    await TryWriteAsync(stream, "x");
                }

                return response.IsCompleted;
            },
            Patience);

        Assert.Matches("^(HTTP/1.1 408 |$)", await response);
        Assert.Equal(0, cluster.Server("s1").Requests);
    }

    [Fact]
    public async Task Connection_WithoutARequest_IsClosedAfterTheIdleTimeout()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ("Gateway:Limits:IdleTimeout", "00:00:01"));
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteTextAsync($"{Get}\r\n", Token);

        Assert.StartsWith("HTTP/1.1 200 ", await stream.ReadToEndAsync(Token).WaitAsync(Patience, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\n", 1_000, 200)]
    [InlineData("Content-Length: 1001\r\n\r\n", 1_001, 413)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3d4\r\n", 980, 200)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 1_001, 413)]
    public async Task Body_LongerThanAllowed_Is413(string fields, int length, int status)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Limits:BodyBytes", "1000"));
        await cluster.AddServerAsync("s1", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        var end = fields.Contains("chunked", StringComparison.Ordinal) ? "\r\n0\r\n\r\n" : "";

        Assert.Equal(status, await StatusAsync(cluster, $"POST / HTTP/1.1\r\nHost: a.test\r\n{fields}{new string('b', length)}{end}"));
        Assert.Equal(status == 413 ? 1 : 0, cluster.Gateway.Part<Rejections>().Of(RejectionReason.BodySize));
    }

    [Fact]
    public async Task Body_TooSlow_Is408()
    {
        await using var cluster = await TestCluster.StartAsync(
            ("Gateway:Limits:BodyRate", "1000"), ("Gateway:Limits:RateGrace", "00:00:01.1"));
        await cluster.AddServerAsync("s1", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteTextAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000\r\n\r\nbegin", Token);

        var response = await stream.ReadToEndAsync(Token).WaitAsync(Patience, Token);

        Assert.StartsWith("HTTP/1.1 408 ", response, StringComparison.Ordinal);
        Assert.Equal(1, cluster.Gateway.Part<Rejections>().Of(RejectionReason.BodyRate));
    }

    [Fact]
    public async Task Response_NotRead_EndsTheServersWork()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cluster = await TestCluster.StartAsync(
            ("Gateway:Limits:ResponseRate", "1000000"), ("Gateway:Limits:RateGrace", "00:00:01.1"));
        await cluster.AddServerAsync("s1", async context =>
        {
            await using var registration = context.RequestAborted.Register(ended.SetResult);
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        await stream.WriteTextAsync($"{Get}\r\n", Token);

        await ended.Task.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Request_BeyondTheTotalTimeout_Is504()
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Limits:RequestTimeout", "00:00:00.3"));
        await cluster.AddServerAsync("s1", context => context.RequestAborted.EndAsync());

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1, cluster.Gateway.Part<Rejections>().Of(RejectionReason.RequestTimeout));
    }

    [Fact]
    public async Task Response_BeyondTheTotalTimeout_IsBrokenOff()
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Limits:RequestTimeout", "00:00:00.3"));
        await cluster.AddServerAsync("s1", async context =>
        {
            await context.Response.WriteAsync("begun", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.RequestAborted.EndAsync();
        });
        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Token).WaitAsync(Patience, Token));
        await Eventually.TrueAsync(
            "it is counted", () => cluster.Gateway.Part<Rejections>().Of(RejectionReason.RequestTimeout) == 1, Patience);
    }

    private static async Task<int> StatusAsync(TestCluster cluster, string request)
    {
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        await TryWriteAsync(stream, request);
        var head = await stream.ReadHeadAsync(Token).WaitAsync(Patience, Token);
        return int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Writes text; the gateway may close the connection before all of it is written.</summary>
    private static async Task TryWriteAsync(Stream stream, string text)
    {
        try
        {
            await stream.WriteTextAsync(text, Token);
        }
        catch (IOException)
        {
            // The response of the gateway can still be read.
        }
    }
}
