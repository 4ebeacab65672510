using System.Net.Http.Headers;
using System.Text;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Dashboard;

/// <summary>Runs a dashboard in this process on in-memory stores, listening on its own port.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    public const string Key = "correct-horse-battery-staple";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;

    private DashboardHost(
        WebApplication app, RecordedLogs logs, FlakyServerRegistry registry, FlakyCounterStore counters, FlakyReplicaStore replicas)
    {
        (_app, Logs, Registry, Counters, Replicas) = (app, logs, registry, counters, replicas);
        Problems = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
        Client = new(Problems)
        {
            BaseAddress = new(app.Urls.Single()),
        };
    }

    public HttpClient Client { get; }

    /// <summary>The types of problems that the client has received.</summary>
    public ListedProblems Problems { get; }

    /// <summary>Everything that the dashboard logged.</summary>
    public RecordedLogs Logs { get; }

    public FlakyServerRegistry Registry { get; }

    public FlakyCounterStore Counters { get; }

    public FlakyReplicaStore Replicas { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DashboardHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var (events, logs) = (new InMemoryEventLog(), new RecordedLogs());
        var registry = new FlakyServerRegistry(new InMemoryServerRegistry(TimeProvider.System, events));
        var (counters, replicas) = (new FlakyCounterStore(), new FlakyReplicaStore(new InMemoryReplicaStore(TimeProvider.System, events)));
        string[] arguments = ["--urls=http://127.0.0.1:0", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        var builder = WebApplication.CreateBuilder(DashboardApplication.OptionsFor(arguments));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton<IServerRegistry>(registry);
        builder.Services.AddSingleton<ICounterStore>(counters);
        builder.Services.AddSingleton<IReplicaStore>(replicas);
        builder.Services.AddSingleton<IEventLog>(events);
        builder.Services.AddSingleton<IChangeLog>(new InMemoryChangeLog(events, TimeProvider.System));
        builder.Services.AddSingleton<ICheckStore, InMemoryCheckStore>();
        builder.Services.AddSingleton<IHealthLog, InMemoryHealthLog>();
        builder.Services.AddSingleton<ITailStore, InMemoryTailStore>();
        builder.Services.AddSingleton<IStatisticsStore>(new InMemoryStatisticsStore());
        builder.Services.AddSingleton<IGatewayExchange>(new InMemoryGatewayExchange(TimeProvider.System, events));
        var app = DashboardApplication.Build(builder);

        // Subscribe to changes as an open page does, because tests read the snapshot directly.
        app.Services.GetRequiredService<ClusterView>().Changed += static () => { };
        await app.StartAsync(Token);
        return new(app, logs, registry, counters, replicas);
    }

    /// <summary>
    /// Starts a dashboard with the servers <c>a</c>, <c>b</c>, and <c>c</c>, added by an operator, and waits until it shows them.
    /// </summary>
    public static async Task<DashboardHost> StartWithServersAsync(params (string Key, string Value)[] settings)
    {
        var host = await StartAsync(settings);
        foreach (var id in (string[])["a", "b", "c"])
        {
            await host.Registry.ApplyAsync(Changes.Join(id), Token);
        }

        await host.FollowAsync();
        return host;
    }

    public static Task<DashboardHost> StartWithKeyAsync(params (string Key, string Value)[] settings) =>
        StartWithServersAsync([("Dashboard:ApiKey", Key), ("Dashboard:ApiKeys:ops", $"{Key}-ops"), .. settings]);

    /// <summary>Waits until the dashboard shows the membership that the registry holds.</summary>
    public async Task FollowAsync()
    {
        var membership = await Registry.Inner.ReadAsync(Token);
        await Eventually.TrueAsync(
            $"the dashboard shows membership version {membership.Version}",
            () => Get<ClusterView>().Current is { Store.IsConnected: true } shown && shown.Cluster.Membership.At == membership.At,
            Patience);
    }

    public Task WaitAsync(string what, Func<DashboardSnapshot, bool> condition) =>
        Eventually.TrueAsync(what, () => Get<ClusterView>().Current is { } snapshot && condition(snapshot), Patience);

    public async Task<MembershipSnapshot> MembershipAsync() => await Registry.Inner.ReadAsync(Token);

    /// <summary>Makes all stores unreachable or reachable again, and waits until the dashboard notices.</summary>
    public async Task SetUnreachableAsync(bool isUnreachable)
    {
        Registry.IsUnreachable = Counters.IsUnreachable = Replicas.IsUnreachable = isUnreachable;
        await Eventually.TrueAsync("the dashboard notices", () => Get<ClusterView>().Connection.IsConnected != isUnreachable, Patience);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, body: null, headers);

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
