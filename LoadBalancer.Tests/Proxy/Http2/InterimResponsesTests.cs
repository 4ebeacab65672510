using System.Net;
using System.Net.Sockets;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Proxy.Http2;

/// <summary>Tests interim responses with a real Kestrel behind a gate.</summary>
public sealed class InterimResponsesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly KeyValuePair<string, string>[] Link = [new("Link", "</style.css>; rel=preload")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_BeforeTheFinalResponse_ArrivesInOrder()
    {
        await using var app = await StartAsync(async (context, interim) =>
        {
            await interim.SendAsync(102, []);
            await interim.SendAsync(103, Link);
            await context.Response.WriteAsync("ok");
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await interim.SendAsync(103, []));
        });
        await using var client = await OpenAsync(app);

        await client.SendAsync(Http2Client.Request(1, RawHttp2.Get()), Token);

        Assert.Equal(new(200, "ok", null, null), await client.EndOfAsync(1, Token).WaitAsync(Patience, Token));
        Assert.Equal([102, 103, 200], client.StatusesOf(1));
    }

    [Fact]
    public async Task Send_OnManyStreamsAtOnce_ArrivesOnEachBeforeItsResponse()
    {
        const int Streams = 90;
        var body = new string('b', 20_000);
        await using var app = await StartAsync(async (context, interim) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await interim.SendAsync(103, Link);
            }

            await context.Response.WriteAsync(body[..(context.Request.Path == "/1" ? body.Length : 100)]);
        });
        await using var client = await OpenAsync(app);

        await client.SendAsync(
            Enumerable.Range(0, Streams).SelectMany(i => Http2Client.Request((i * 2) + 1, RawHttp2.Get($"/{i}"))), Token);

        for (var i = 0; i < Streams; i++)
        {
            var outcome = await client.EndOfAsync((i * 2) + 1, Token).WaitAsync(Patience, Token);
            Assert.Equal((200, i == 1 ? body.Length : 100), (outcome.Status, outcome.Body.Length));
            Assert.Equal([103, 103, 103, 103, 103, 200], client.StatusesOf((i * 2) + 1));
        }
    }

    /// <summary>The client has sent a part of a frame; the response does not wait for the rest.</summary>
    [Fact]
    public async Task Send_ClientStopsWithinAFrame_Arrives()
    {
        await using var app = await StartAsync(async (context, interim) =>
        {
            await interim.SendAsync(103, []);
            await context.Response.WriteAsync("ok");
        });
        await using var client = await OpenAsync(app);
        var frames = Http2Client.Request(1, RawHttp2.Get(), body: "hello").SelectMany(frame => frame.ToBytes()).ToArray();

        await client.SendAsync(frames[..^2], Token);

        Assert.Equal(200, (await client.EndOfAsync(1, Token).WaitAsync(Patience, Token)).Status);
        Assert.Equal([103, 200], client.StatusesOf(1));
    }

    [Fact]
    public async Task Send_ClientHasGone_Ends()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(async (context, interim) =>
        {
            arrived.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.RequestAborted.EndAsync());
            await interim.SendAsync(103, []);
            ended.SetResult();
        });
        await using (var client = await OpenAsync(app))
        {
            await client.SendAsync(Http2Client.Request(1, RawHttp2.Get()), Token);
            await arrived.Task.WaitAsync(Patience, Token);
        }

        await ended.Task.WaitAsync(Patience, Token);
    }

    /// <summary>Kestrel reads no more frames, and waits for the requests before it ends the connection.</summary>
    [Fact]
    public async Task Send_ConnectionFails_Ends()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(async (context, interim) =>
        {
            arrived.SetResult();
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await interim.SendAsync(103, []);
            }

            ended.SetResult();
        });
        await using var client = await OpenAsync(app);
        await client.SendAsync(Http2Client.Request(1, RawHttp2.Get()), Token);
        await arrived.Task.WaitAsync(Patience, Token);

        await client.SendAsync([new Http2Frame(Http2Frame.Ping, 0, 0, new byte[7])], Token);

        await ended.Task.WaitAsync(Patience, Token);
        Assert.Equal(6, await client.EndAsync(Token).WaitAsync(Patience, Token));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(200)]
    public async Task Send_StatusThatIsNotInterim_IsAnError(int status)
    {
        await using var app = await StartAsync(async (context, interim) =>
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await interim.SendAsync(status, []));
            await context.Response.WriteAsync("ok");
        });
        await using var client = await OpenAsync(app);

        await client.SendAsync(Http2Client.Request(1, RawHttp2.Get()), Token);

        Assert.Equal(new(200, "ok", null, null), await client.EndOfAsync(1, Token).WaitAsync(Patience, Token));
    }

    private static async Task<WebApplication> StartAsync(Func<HttpContext, IInterimResponseFeature, Task> respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Rejections>();
        builder.Services.AddOptions<LimitsOptions>();
        builder.Services.AddHttp2Gate();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.UseHttp2Gate();
        }));
        var app = builder.Build();
        app.Run(context => respond(context, new InterimResponses(
            context.Features.GetRequiredFeature<Http2Gate>(),
            context.Features.GetRequiredFeature<IHttp2StreamIdFeature>().StreamId,
            context)));
        await app.StartAsync(Token);
        return app;
    }

    private static async Task<Http2Client> OpenAsync(WebApplication app)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, Token);
        return await Http2Client.OpenAsync(new NetworkStream(socket, ownsSocket: true), Token);
    }
}
