using System.Globalization;
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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Requests_MoreThanTheServerAcceptsAtOnce_AllSucceed(ForwardingPath path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's counter is read from /proc.");
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Room);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:Health:Interval", "00:10:00"), ("Gateway:LoadFactor", "0"));
        await cluster.ApplyAsync(Changes.Join("busy", url: $"http://{listener.LocalEndPoint}"));
        var dropped = ReadDropped();

        var responses = Task.WhenAll(Enumerable.Range(0, Requests).Select(i => StatusOfAsync(cluster, $"key-{i}")));
        await Eventually.TrueAsync(
            "the kernel has dropped what does not fit", () => ReadDropped() - dropped >= Requests - Room - 1, Patience);
        var serving = ServeAsync(listener, stop.Token);
        var statuses = await responses;

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.True((await Stats.ReadAsync(cluster.Gateway)).IsHealthy("busy"));
        await stop.CancelAsync();
        await serving;
    }

    /// <summary>Returns how many connection requests the kernel has dropped because a queue was full, since the machine started.</summary>
    private static long ReadDropped()
    {
        var lines = File.ReadLines("/proc/net/netstat").Where(line => line.StartsWith("TcpExt:", StringComparison.Ordinal))
            .Select(line => line.Split(' ')).ToArray();
        return long.Parse(lines[1][Array.IndexOf(lines[0], "ListenDrops")], CultureInfo.InvariantCulture);
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
