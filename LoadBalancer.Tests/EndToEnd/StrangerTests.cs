using System.Globalization;
using System.Text.Json;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>
/// Tests a gateway when a server's process is killed and another program listens on its port and responds to everything with 200.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class StrangerTests
{
    private const int Keys = 40;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stranger_AtADeadServersAddress_GetsNoRequestsAfterTheLeaseExpires()
    {
        var (store, first, second, port) = (FreePorts.Find(), FreePorts.Find(), FreePorts.Find(), FreePorts.Find());
        await using var redis = await RedisProcess.StartAsync(["--port", Text(store)], store);
        await using var killed = Server("s-1", first, store);
        await using var other = Server("s-2", second, store);
        await using var gateway = RunningProgram.Start(
            Programs.Gateway,
            [],
            [
                .. Shared(store, port),
                ("Gateway__Health__Interval", "00:00:00.200"),
                ("Gateway__WarmUp", "0"),
                ("Registry__SweepInterval", Sweep.ToString("c", CultureInfo.InvariantCulture)),
            ]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new($"http://127.0.0.1:{Text(port)}"),
        };
        await gateway.UntilAsync("both servers are used", () => UsableAsync(client, 2), Patience);

        RunningProgram.Signal(killed.Id, "KILL");
        await killed.ExitCodeAsync();
        var lastRenewal = TimeProvider.System.GetTimestamp();
        await using var stranger = await StrangerAsync(first);
        await gateway.UntilAsync(
            "the killed server is removed",
            async () =>
            {
                await AskAsync(client);
                return await UsableAsync(client, 1);
            },
            Patience);
        var removed = TimeProvider.System.GetElapsedTime(lastRenewal);
        var responded = stranger.Requests;
        await AskAsync(client);

        Assert.True(stranger.Probes > 0, "The stranger was probed.");
        Assert.Equal(responded, stranger.Requests);

        // The lease expires and must then stay expired for its own length; the rest allows for a busy machine.
        Assert.InRange(removed, Lease, (Lease * 2) + (Sweep * 2) + TimeSpan.FromSeconds(8));
        Assert.DoesNotContain(
            gateway.Lines, line => line.Contains("s-2", StringComparison.Ordinal) && line.Contains("removed", StringComparison.Ordinal));
    }

    private static RunningProgram Server(string id, int port, int store) => RunningProgram.Start(
        Programs.Backend,
        [],
        [
            .. Shared(store, port),
            ("SERVER_ID", id),
            ("Registration__Lease", Lease.ToString("c", CultureInfo.InvariantCulture)),
            ("Registration__RenewInterval", "00:00:00.500"),
        ]);

    private static (string Key, string Value)[] Shared(int store, int port) =>
        [("ConnectionStrings__redis", $"127.0.0.1:{Text(store)}"), ("ASPNETCORE_URLS", $"http://127.0.0.1:{Text(port)}")];

    /// <summary>Starts the stranger; retries because connections to the dead process may still be closing on its port.</summary>
    private static async Task<HttpTestServer> StrangerAsync(int port)
    {
        HttpTestServer? stranger = null;
        await Eventually.TrueAsync(
            "the stranger listens",
            async () =>
            {
                try
                {
                    stranger = await HttpTestServer.StartAsync("stranger", url: $"http://127.0.0.1:{Text(port)}");
                }
                catch (IOException)
                {
                    return false;
                }

                return true;
            },
            Patience);
        return stranger!;
    }

    private static async Task AskAsync(HttpClient client)
    {
        for (var i = 0; i < Keys; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Request-Id", $"key-{Text(i)}");
            using var response = await client.SendAsync(request, Token);
        }
    }

    private static async Task<bool> UsableAsync(HttpClient client, int servers)
    {
        try
        {
            using var response = await client.GetAsync("/healthcheck", Token);
            using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
            return report.RootElement.GetProperty("servers").GetInt32() == servers
                && report.RootElement.GetProperty("usable").GetInt32() == servers;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
