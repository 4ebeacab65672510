using System.Text.Json;
using LoadBalancer.Backend;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Gateway;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Registration;
using LoadBalancer.ServiceDefaults.Redis;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Runs gateways and servers in this process, composed as in their own processes, on a redis-server that a test disturbs.
/// </summary>
internal sealed class RedisCluster(string connectionString) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly (string Key, string Value)[] Settings =
    [
        ("urls", "http://127.0.0.1:0"),
        ("Registry:PollInterval", "00:00:00.100"),
        ("Registry:SweepInterval", "00:00:00.100"),
        ("Registry:RecoveryTime", "00:00:10"),
        ("Gateway:CountInterval", "00:00:00.100"),
        ("Gateway:SlowStart", "00:00:00"),
        ("Gateway:Limits:Overload:QueueDelay", "00:00:00"), // All tests share the thread pool.
        ("Registration:Lease", "00:00:02"),
        ("Registration:RenewInterval", "00:00:00.500"),
        ("Registration:DrainDelay", "00:00:00"),
    ];

    private readonly List<WebApplication> _apps = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<HttpClient> StartGatewayAsync(string id)
    {
        var builder = Builder();
        builder.Configuration["Gateway:Id"] = id;
        return Client(await StartAsync(GatewayApplication.Build(builder)));
    }

    /// <summary>Starts a server that registers itself.</summary>
    public async Task<WebApplication> StartServerAsync(string id)
    {
        var builder = Builder();
        builder.Configuration["SERVER_ID"] = id;
        builder.Services.AddServerRegistration();
        return await StartAsync(BackendApplication.Build(builder));
    }

    /// <summary>The registry as seen by a process that starts to follow it now.</summary>
    public IServerRegistry Registry => _apps[0].Services.GetRequiredService<IServerRegistry>();

    /// <summary>The exchange between gateways as seen by a process that starts to read it now.</summary>
    public IGatewayExchange Gateways => _apps[^1].Services.GetRequiredService<IGatewayExchange>();

    /// <summary>The event log as seen by a process that starts to read it now.</summary>
    public IEventLog Events => _apps[0].Services.GetRequiredService<IEventLog>();

    public static async Task<JsonElement> HealthAsync(HttpClient gateway)
    {
        using var response = await gateway.GetAsync("/healthcheck", Token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return json.RootElement.Clone();
    }

    public static async Task<JsonElement> StatsAsync(HttpClient gateway, string query = "")
    {
        using var response = await gateway.GetAsync($"/stats{query}", Token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return json.RootElement.Clone();
    }

    public static Task HealthIsAsync(HttpClient gateway, string field, string value) => Eventually.TrueAsync(
        $"/healthcheck shows {field} {value}",
        async () => (await HealthAsync(gateway)).TryGetProperty(field, out var shown)
            && string.Equals(shown.ToString(), value, StringComparison.Ordinal),
        Patience);

    public async Task StopAsync(WebApplication app)
    {
        _apps.Remove(app);
        await app.StopAsync(Token);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(_apps))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:redis"] = connectionString;
        foreach (var (key, value) in Settings)
        {
            builder.Configuration[key] = value;
        }

        var redis = RedisConnection.Read("redis", builder.Configuration);
        builder.AddRedisConnection("redis", redis.ClientOptions, redis.Configure);
        builder.Services.AddRedisRegistry();
        return builder;
    }

    private async Task<WebApplication> StartAsync(WebApplication app)
    {
        _apps.Add(app);
        await app.StartAsync(Token);
        return app;
    }

    private static HttpClient Client(WebApplication app) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(app.Urls.Single()) };
}
