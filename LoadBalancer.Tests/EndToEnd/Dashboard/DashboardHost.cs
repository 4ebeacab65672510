using LoadBalancer.Dashboard;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Registry;
using LoadBalancer.Registry.Changes;
using LoadBalancer.Registry.Counters;
using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.Gateways;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Replicas;
using LoadBalancer.Registry.Statistics;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>
/// The dashboard over stores in memory. Its clock stands still, so that it reads the stores once, and shows from then on what the
/// test publishes.
/// </summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHost(WebApplication app) => _app = app;

    public ClusterView View => _app.Services.GetRequiredService<ClusterView>();

    public string Url => _app.Urls.First();

    public static async Task<DashboardHost> StartAsync(DateTimeOffset now)
    {
        var builder = WebApplication.CreateBuilder(DashboardApplication.OptionsFor([]));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
        builder.Services.AddSingleton<IServerRegistry, InMemoryServerRegistry>();
        builder.Services.AddSingleton<ICounterStore, InMemoryCounterStore>();
        builder.Services.AddSingleton<InMemoryEventLog>();
        builder.Services.AddSingleton<IEventLog>(services => services.GetRequiredService<InMemoryEventLog>());
        builder.Services.AddSingleton<IChangeLog, InMemoryChangeLog>();
        builder.Services.AddSingleton<IGatewayExchange, InMemoryGatewayExchange>();
        builder.Services.AddSingleton<IReplicaStore, InMemoryReplicaStore>();
        builder.Services.AddSingleton<IStatisticsStore, InMemoryStatisticsStore>();
        var host = new DashboardHost(DashboardApplication.Build(builder));
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("the stores were read", () => host.View.Current is not null, TimeSpan.FromSeconds(10));
        return host;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
