using System.Diagnostics.Metrics;
using System.Net.Sockets;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional;

/// <summary>Runs a gateway in this process, listening on its own port.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string KeyHeader = "X-Request-Id";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(app.Urls.First()),
        };
    }

    /// <summary>The client that sends requests to this gateway.</summary>
    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>All addresses that the gateway listens on.</summary>
    public IEnumerable<string> Addresses => _app.Urls;

    /// <summary>The log of events that the gateway reports.</summary>
    public IEventLog Events => _app.Services.GetRequiredService<IEventLog>();

    public ClusterSnapshot Snapshot => _app.Services.GetRequiredService<ClusterState>().Cluster;

    /// <summary>The factory of this gateway's meters, which distinguishes them from those of other gateways in this process.</summary>
    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Returns one of the gateway's services.</summary>
    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Opens a raw TCP connection to the gateway.</summary>
    public async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Address.Host, Address.Port, cancellationToken);
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static Task<GatewayHost> StartAsync(
        IServerRegistry registry, ICounterStore counters, params (string Key, string Value)[] settings) =>
        StartAsync(registry, counters, new InMemoryStatisticsStore(), new InMemoryGatewayExchange(TimeProvider.System), settings);

    public static Task<GatewayHost> StartAsync(
        IServerRegistry registry,
        ICounterStore counters,
        IStatisticsStore statistics,
        IGatewayExchange exchange,
        params (string Key, string Value)[] settings) =>
        StartAsync(registry, counters, statistics, exchange, _ => { }, settings);

    /// <param name="registry">The registry that the gateway follows.</param>
    /// <param name="counters">The store for its counts.</param>
    /// <param name="statistics">The store for its statistics.</param>
    /// <param name="exchange">The exchange through which it learns about other gateways.</param>
    /// <param name="addServices">Adds services that take precedence over the gateway's own.</param>
    /// <param name="settings">The settings of the gateway.</param>
    public static async Task<GatewayHost> StartAsync(
        IServerRegistry registry,
        ICounterStore counters,
        IStatisticsStore statistics,
        IGatewayExchange exchange,
        Action<IServiceCollection> addServices,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Gateway:CountInterval"] = "00:00:00.100";
        builder.Configuration["Registry:PollInterval"] = "00:00:00.100";
        builder.Configuration["Gateway:Health:Interval"] = "00:10:00";
        builder.Configuration["Gateway:Limits:Overload:QueueDelay"] = "00:00:00"; // All tests share the thread pool.
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton(counters);
        builder.Services.AddSingleton(statistics);
        builder.Services.AddSingleton(exchange);
        var events = new InMemoryEventLog();
        builder.Services.AddSingleton<IEventLog>(events);
        builder.Services.AddSingleton<IVerdictLog>(new InMemoryVerdictLog(events));
        builder.Services.AddSingleton<ICheckStore, InMemoryCheckStore>();
        builder.Services.AddSingleton<IHealthLog, InMemoryHealthLog>();
        builder.Services.AddSingleton<ITailStore, InMemoryTailStore>();
        addServices(builder.Services);
        var app = GatewayApplication.Build(builder);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Waits until the given membership version is in use.</summary>
    public Task FollowAsync(long version) =>
        Eventually.TrueAsync($"the gateway uses membership version {version}", () => Snapshot.Membership.Version >= version, Patience);

    public Task<HttpResponseMessage> GetAsync(string path, string? key, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, key, content: null, cancellationToken);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add(KeyHeader, key);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<string> GetTextAsync(string path, string? key, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(path, key, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Stops the gateway as SIGTERM does; completes when the requests in flight have ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
