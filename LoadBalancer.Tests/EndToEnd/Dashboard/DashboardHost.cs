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
using LoadBalancer.Dashboard;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// The dashboard on in-memory stores. Its clock does not advance by itself, so it reads the stores once and from then on shows what the
/// test publishes.
/// </summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    public const string Key = "correct-horse-battery-staple";

    private readonly WebApplication _app;

    private DashboardHost(WebApplication app, FakeTimeProvider time, RecordingLoggerProvider log) => (_app, Time, Log) = (app, time, log);

    public FakeTimeProvider Time { get; }

    /// <summary>The dashboard's log entries, at the levels that it is configured with.</summary>
    public RecordingLoggerProvider Log { get; }

    public FlakyServerRegistry Registry => _app.Services.GetRequiredService<FlakyServerRegistry>();

    public ICheckStore Checks => _app.Services.GetRequiredService<ICheckStore>();

    public IHealthLog HealthLog => _app.Services.GetRequiredService<IHealthLog>();

    public ITailStore Tail => _app.Services.GetRequiredService<ITailStore>();

    public ClusterView View => _app.Services.GetRequiredService<ClusterView>();

    public string Url => _app.Urls.First();

    public static async Task<DashboardHost> StartAsync(DateTimeOffset now, params (string Key, string Value)[] settings)
    {
        var time = new FakeTimeProvider(now);
        var builder = WebApplication.CreateBuilder(DashboardApplication.OptionsFor([]));
        builder.Logging.ClearProviders();
        var log = new RecordingLoggerProvider();
        builder.Logging.AddProvider(log);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<InMemoryServerRegistry>();
        builder.Services.AddSingleton(services => new FlakyServerRegistry(services.GetRequiredService<InMemoryServerRegistry>()));
        builder.Services.AddSingleton<IServerRegistry>(services => services.GetRequiredService<FlakyServerRegistry>());
        builder.Services.AddSingleton<ICounterStore, InMemoryCounterStore>();
        builder.Services.AddSingleton<InMemoryEventLog>();
        builder.Services.AddSingleton<IEventLog>(services => services.GetRequiredService<InMemoryEventLog>());
        builder.Services.AddSingleton<IChangeLog, InMemoryChangeLog>();
        builder.Services.AddSingleton<IGatewayExchange, InMemoryGatewayExchange>();
        builder.Services.AddSingleton<IReplicaStore, InMemoryReplicaStore>();
        builder.Services.AddSingleton<ICheckStore, InMemoryCheckStore>();
        builder.Services.AddSingleton<IHealthLog, InMemoryHealthLog>();
        builder.Services.AddSingleton<ITailStore, InMemoryTailStore>();
        builder.Services.AddSingleton<IStatisticsStore, InMemoryStatisticsStore>();
        var host = new DashboardHost(DashboardApplication.Build(builder), time, log);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("the stores were read", () => host.View.Current is not null, TimeSpan.FromSeconds(10));
        return host;
    }

    /// <summary>Starts a dashboard that requires a key and shows a cluster in use.</summary>
    public static async Task<DashboardHost> StartWithKeyAsync(params (string Key, string Value)[] settings)
    {
        var host = await StartAsync(SampleCluster.Now, [("Dashboard:ApiKey", Key), .. settings]);
        host.View.Publish(SampleCluster.InUse());
        return host;
    }

    /// <summary>Stops the dashboard while viewers are connected.</summary>
    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
