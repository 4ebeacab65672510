using System.Net;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Opens more connections at once than fit in a server's accept queue: the kernel drops the excess connection requests, which are
/// retransmitted after 1 s and 3 s.
/// </summary>
public sealed class AcceptQueueTests
{
    /// <summary>
    /// The number of requests. It is small enough that all dropped connections fit in the queue at once when they are retried.
    /// </summary>
    private const int Requests = 30;
    private const int Room = 16;

    /// <summary>
    /// How long the server accepts nothing: it ends after the first retransmission of the dropped connection requests and before the
    /// second.
    /// </summary>
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(1.5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Requests_MoreThanTheServerAcceptsAtOnce_AllSucceed(ForwardingPath path)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Room);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:Health:Interval", "00:10:00"), ("Gateway:LoadFactor", "0"));
        await cluster.ApplyAsync(Changes.Join("busy", url: $"http://{listener.LocalEndPoint}"));
        var serving = ServeAsync(listener, stop.Token);

        var statuses = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => StatusOfAsync(cluster, $"key-{i}")));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("busy"));
        await stop.CancelAsync();
        await serving;
    }

    private static async Task<HttpStatusCode> StatusOfAsync(TestCluster cluster, string key)
    {
        using var response = await cluster.Gateway.GetAsync("/", key, Token);
        return response.StatusCode;
    }

    private static async Task ServeAsync(Socket listener, CancellationToken stop)
    {
        try
        {
            await Task.Delay(BusyFor, TimeProvider.System, stop);
            while (true)
            {
                _ = RespondAsync(await listener.AcceptAsync(stop), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task RespondAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while ((await stream.ReadHeadAsync(stop)).Length > 0)
            {
                await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The gateway has disconnected, or the test is over.
        }
    }
}
