using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional;

/// <summary>A gateway with in-memory stores, and the real servers that a test adds.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<HttpTestServer> _servers = [];

    private TestCluster()
    {
    }

    public FlakyServerRegistry Registry { get; } = new(new InMemoryServerRegistry(TimeProvider.System));

    public FlakyCounterStore Counters { get; } = new();

    public FlakyStatisticsStore Statistics { get; } = new();

    public InMemoryGatewayExchange Exchange { get; } = new(TimeProvider.System);

    public GatewayHost Gateway { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<TestCluster> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts a cluster whose gateway forwards on the given path.</summary>
    public static Task<TestCluster> StartAsync(ForwardingPath path, params (string Key, string Value)[] settings) =>
        StartAsync([SettingOf(path), .. settings]);

    /// <summary>Starts a cluster whose gateway forwards on the given path and has replaced services.</summary>
    public static Task<TestCluster> StartAsync(ForwardingPath path, Action<IServiceCollection> addServices) =>
        StartAsync(addServices, SettingOf(path));

    /// <summary>Starts a cluster whose gateway has replaced services.</summary>
    public static async Task<TestCluster> StartAsync(Action<IServiceCollection> addServices, params (string Key, string Value)[] settings)
    {
        var cluster = new TestCluster();
        cluster.Gateway = await GatewayHost.StartAsync(
            cluster.Registry, cluster.Counters, cluster.Statistics, cluster.Exchange, addServices, settings);
        return cluster;
    }

    /// <summary>Starts another gateway on the same stores; the caller disposes it.</summary>
    public Task<GatewayHost> StartGatewayAsync(params (string Key, string Value)[] settings) =>
        GatewayHost.StartAsync(Registry, Counters, Statistics, Exchange, settings);

    /// <summary>Starts a cluster whose gateway forwards on the given path, with servers that respond with their IDs.</summary>
    public static Task<TestCluster> StartWithServersAsync(ForwardingPath path, int count, params (string Key, string Value)[] settings) =>
        StartWithServersAsync(count, [SettingOf(path), .. settings]);

    /// <summary>Starts a cluster with servers that respond with their IDs: <c>s1</c>, <c>s2</c>, …</summary>
    public static async Task<TestCluster> StartWithServersAsync(int count, params (string Key, string Value)[] settings)
    {
        var cluster = await StartAsync(settings);
        for (var i = 1; i <= count; i++)
        {
            await cluster.AddServerAsync($"s{i}");
        }

        return cluster;
    }

    /// <summary>Starts a server, adds it to the membership, and waits until the gateway uses it.</summary>
    public async Task<HttpTestServer> AddServerAsync(
        string id,
        RequestDelegate? response = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        HttpsConnectionAdapterOptions? https = null)
    {
        var server = await HttpTestServer.StartAsync(id, response, protocols, https);
        _servers.Add(server);
        await ApplyAsync(Changes.Join(id, url: server.Url));
        return server;
    }

    public HttpTestServer Server(string id) => _servers.Single(server => string.Equals(server.Id, id, StringComparison.Ordinal));

    /// <summary>Changes the membership and waits until the gateway uses it.</summary>
    public async Task ApplyAsync(MembershipChange change)
    {
        var transition = await Registry.ApplyAsync(change, Token);
        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        await Gateway.FollowAsync(transition.Membership.Version);
    }

    /// <summary>Returns the servers for a key in order of preference, computed directly from the ring.</summary>
    public async Task<string[]> CandidatesAsync(string key)
    {
        var membership = await Registry.ReadAsync(Token);
        var ring = HashRing.Build(membership.Servers.Select(server => new PlacementMember(server.Id.Value, server.Weight)));
        var walk = new CandidateWalk(ring, KeyHash.Of(key), new ulong[CandidateWalk.WordsFor(ring.Members.Length)]);
        var candidates = new List<string>();
        while (walk.MoveNext())
        {
            candidates.Add(ring.Members[walk.Current].Id);
        }

        return [.. candidates];
    }

    public async Task<string> OwnerAsync(string key) => (await CandidatesAsync(key))[0];

    /// <summary>Finds a key whose candidates begin with these servers.</summary>
    public async Task<string> KeyForAsync(params string[] candidates)
    {
        for (var i = 0; ; i++)
        {
            var key = $"key-{i}";
            if ((await CandidatesAsync(key)).Take(candidates.Length).SequenceEqual(candidates, StringComparer.Ordinal))
            {
                return key;
            }
        }
    }

    /// <summary>Finds the given number of keys that one server owns.</summary>
    public async Task<IReadOnlyList<string>> KeysOfAsync(string owner, int count)
    {
        var keys = new List<string>();
        for (var i = 0; keys.Count < count; i++)
        {
            if (string.Equals(await OwnerAsync($"key-{i}"), owner, StringComparison.Ordinal))
            {
                keys.Add($"key-{i}");
            }
        }

        return keys;
    }

    public Task<string> GetAsync(string key) => Gateway.GetTextAsync("/", key, Token);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static (string Key, string Value) SettingOf(ForwardingPath path) =>
        ("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false");
}
