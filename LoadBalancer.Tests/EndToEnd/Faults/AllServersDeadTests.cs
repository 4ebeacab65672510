using System.Globalization;
using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Tests a gateway whose servers have all died and one of which returns. Nothing restarts them.</summary>
[Collection(OneAtATime.Name)]
public sealed class AllServersDeadTests(RedisServer redis)
{
    private const int Servers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _name = $"dead-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_AllServersKilledAndOneReturns_RespondsWith503AndThenServes()
    {
        var port = FreePorts.Find();
        await using var gateway = Start(Programs.Gateway, "Gateway__Id", "gateway", port);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        };
        var servers = Enumerable.Range(1, Servers)
            .Select(number => StartServer(string.Create(CultureInfo.InvariantCulture, $"s{number}")))
            .ToArray();
        try
        {
            await gateway.UntilAsync("all servers have joined", () => AreUsableAsync(client, Servers), Patience);

            Array.ForEach(servers, server => RunningProgram.Signal(server.Id, "KILL"));
            var killedAt = gateway.Running;
            await gateway.UntilAsync("503 with Retry-After", () => HasRetryAfterAsync(client), TimeSpan.FromSeconds(1));
            Report($"503 with Retry-After {gateway.Running - killedAt} after all servers were killed");

            await using var back = StartServer("s1");
            await back.LineAsync(line => line.Contains("registered", StringComparison.Ordinal), "the server has registered");
            var registeredAt = back.Running;
            var sent = 0;
            await gateway.UntilAsync("a request succeeds", async () => await StatusAsync(client, sent++) == 200, TimeSpan.FromSeconds(3));
            Report($"First success {sent} requests and {back.Running - registeredAt} after a server had come "
                + $"back, {back.Running} after its process began");
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<bool> AreUsableAsync(HttpClient client, int count)
    {
        try
        {
            var health = await client.GetStringAsync("/healthcheck", Token);
            return health.Contains(string.Create(CultureInfo.InvariantCulture, $"\"usable\":{count}"), StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<bool> HasRetryAfterAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/", Token);
        return response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null };
    }

    private static async Task<int> StatusAsync(HttpClient client, int key) =>
        (await Load.GetAsync(client, string.Create(CultureInfo.InvariantCulture, $"key-{key}"), Token)).Status;

    private static void Report(string line)
    {
        TestContext.Current.SendDiagnosticMessage(line);
        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    private RunningProgram StartServer(string id) => Start(Programs.Backend, "SERVER_ID", id, port: 0);

    private RunningProgram Start(string program, string idKey, string id, int port) => RunningProgram.Start(
        program,
        [],
        (idKey, id),
        ("Registry__Cluster", _name),
        ("ConnectionStrings__redis", redis.ConnectionString),
        ("ASPNETCORE_URLS", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
}
