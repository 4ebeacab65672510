using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Dns;

/// <summary>
/// Tests servers with names that a real DNS server resolves, through the system's own resolver. Explicit: <see cref="DnsTests"/> runs them
/// where that resolver asks this machine.
/// </summary>
public sealed class DnsServerTests : IAsyncLifetime
{
    /// <summary>The number of tests here.</summary>
    public const int Count = 8;

    private const string Name = "server.test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly (string, string) Often = ("Gateway:ResolveInterval", "00:00:01");

    private DnsServer _dns = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _dns = await DnsServer.StartAsync();

    public ValueTask DisposeAsync() => _dns.DisposeAsync();

    [Theory(Explicit = true)]
    [BothPaths]
    public async Task Name_Moves_RequestsGoToTheNewAddress(ForwardingPath path)
    {
        await using var before = Respond("before", "127.0.0.2", port: 0);
        await using var after = Respond("after", "127.0.0.3", PortOf(before));
        await _dns.SetAsync((Name, "127.0.0.2"));
        await using var cluster = await StartAsync(path, PortOf(before), Often);
        Assert.Equal("before", await cluster.GetAsync("key"));

        await _dns.SetAsync((Name, "127.0.0.3"));

        await Eventually.TrueAsync("requests go to the new address", async () => await cluster.GetAsync("key") == "after", Patience);
    }

    [Theory(Explicit = true)]
    [BothPaths]
    public async Task Name_WithADeadAddress_IsServedByTheOther(ForwardingPath path)
    {
        await using var server = Respond("alive", "127.0.0.3", port: 0);
        await _dns.SetAsync((Name, "127.0.0.2"), (Name, "127.0.0.3"));
        await using var cluster = await StartAsync(path, PortOf(server), Often);

        Assert.Equal("alive", await cluster.GetAsync("key"));
    }

    [Theory(Explicit = true)]
    [BothPaths]
    public async Task Name_ThatDoesNotExist_Is503WithTheCauseUntilItDoes(ForwardingPath path)
    {
        await using var server = Respond("server", "127.0.0.2", port: 0);
        await using var cluster = await StartAsync(path, PortOf(server), Often, ("Gateway:ProxyStatus", "true"));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("error=dns_error", response.Headers.GetValues("Proxy-Status").Single(), StringComparison.Ordinal);
        await _dns.SetAsync((Name, "127.0.0.2"));
        await Eventually.TrueAsync(
            "the server is reached",
            async () =>
            {
                using var later = await cluster.Gateway.GetAsync("/", "key", Token);
                return later.IsSuccessStatusCode;
            },
            Patience);
    }

    [Theory(Explicit = true)]
    [BothPaths]
    public async Task Name_IsNoLongerResolved_KeepsItsAddress(ForwardingPath path)
    {
        await using var server = Respond("server", "127.0.0.2", port: 0);
        await _dns.SetAsync((Name, "127.0.0.2"));
        await using var cluster = await StartAsync(path, PortOf(server), Often);
        Assert.Equal("server", await cluster.GetAsync("key"));

        await _dns.SetAsync();
        var queries = _dns.Queries;
        await Eventually.TrueAsync("it was looked up in vain, for both families and again", () => _dns.Queries > queries + 2, Patience);

        Assert.Equal("server", await cluster.GetAsync("key"));
    }

    private static TcpTestServer Respond(string text, string address, int port) => new(
        async (stream, stop) =>
        {
            while (await stream.ReadHeadAsync(stop) is { Length: > 0 })
            {
                await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}", stop);
            }
        },
        new(IPAddress.Parse(address), port));

    private static int PortOf(TcpTestServer server) => new Uri(server.Url).Port;

    private static async Task<TestCluster> StartAsync(ForwardingPath path, int port, params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(path, settings);
        await cluster.ApplyAsync(Changes.Join("s1", url: $"http://{Name}:{port}"));
        return cluster;
    }
}
