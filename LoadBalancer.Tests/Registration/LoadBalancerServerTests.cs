using System.Net;
using System.Reflection;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Registration;
using LoadBalancer.Store;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Registration;

/// <summary>Tests an application with <c>AddLoadBalancerServer</c> on the embedded store.</summary>
public sealed class LoadBalancerServerTests : IDisposable
{
    private const string Health = "/healthcheck";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly EmbeddedStore _store = EmbeddedStore.Start();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Application_OneCall_IsAServerUntilItStops()
    {
        await using var app = await StartAsync();
        var registry = app.Services.GetRequiredService<IServerRegistry>();

        await Eventually.TrueAsync("it has joined", async () => (await registry.ReadAsync(Token)).Servers.Length == 1, Patience);
        var server = Assert.Single((await registry.ReadAsync(Token)).Servers);
        Assert.Equal(("a", app.Urls.Single(), Health), (server.Id.Value, server.Url, server.HealthCheck));
        Assert.Equal(
            Assembly.GetEntryAssembly()!.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, server.Build);

        using var response = await _client.GetAsync(app.Urls.Single() + Health, Token);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        Assert.Equal(InstanceHeader.ValueOf(new("a"), server.Instance!), Assert.Single(response.Headers.GetValues(InstanceHeader.Name)));

        await app.StopAsync(Token);
        Assert.Empty((await registry.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task HealthEndpoint_CheckOfTheApplicationFails_Is503()
    {
        await using var app = await StartAsync(
            builder => builder.Services.AddHealthChecks().AddCheck("disk", () => HealthCheckResult.Unhealthy()));

        using var response = await _client.GetAsync(app.Urls.Single() + Health, Token);

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "Unhealthy"), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
    }

    [Theory]
    [InlineData("/healthcheck")]
    [InlineData("healthcheck")]
    [InlineData("/HealthCheck/")]
    public async Task HealthEndpoint_OfTheApplication_TakesItsPlace(string pattern)
    {
        await using var app = await StartAsync(map: app => app.MapGet(pattern, () => "mine"));

        using var response = await _client.GetAsync(app.Urls.Single() + Health, Token);

        Assert.Equal("mine", await response.Content.ReadAsStringAsync(Token));
        Assert.True(response.Headers.Contains(InstanceHeader.Name));
    }

    [Fact]
    public async Task HealthEndpoint_AtAnotherPath_IsRecordedAndServedThere()
    {
        await using var app = await StartAsync(configure: options => options.HealthPath = "/ready");
        var registry = app.Services.GetRequiredService<IServerRegistry>();

        await Eventually.TrueAsync(
            "it has joined", async () => (await registry.ReadAsync(Token)).Find(new("a"))?.HealthCheck is "/ready", Patience);
        using var ready = await _client.GetAsync(app.Urls.Single() + "/ready", Token);
        using var other = await _client.GetAsync(app.Urls.Single() + Health, Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (ready.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Connection_OfTheApplicationToAnotherRedis_IsNotUsed()
    {
        await using var app = await StartAsync(builder => builder.Services.AddSingleton<IConnectionMultiplexer>(
            _ => throw new InvalidOperationException("The application's connection was asked for.")));

        await Eventually.TrueAsync(
            "it has joined", async () => (await app.Services.GetRequiredService<IServerRegistry>().ReadAsync(Token)).Servers.Length == 1,
            Patience);
    }

    [Theory]
    [InlineData(
        null, "ConnectionStrings:redis is missing: set the environment variable ConnectionStrings__redis to HOST:PORT of a Redis server.")]
    [InlineData("host,sls=true", "ConnectionStrings:redis has an option that is unknown")]
    public void ConnectionString_MissingOrInvalid_IsReportedInOneSentence(string? connectionString, string sentence)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["ConnectionStrings:redis"] = connectionString;

        var problem = Assert.Throws<SettingException>(() => builder.AddLoadBalancerServer());

        Assert.StartsWith(sentence, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    private async Task<WebApplication> StartAsync(
        Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, Action<RegistrationOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"), new("SERVER_ID", "a"), new("Registration:DrainDelay", "00:00:00"),
            new("ConnectionStrings:redis", _store.ConnectionString),
        ]);
        builder.AddLoadBalancerServer(configure: configure);
        build?.Invoke(builder);
        var app = builder.Build();
        map?.Invoke(app);
        await app.StartAsync(Token);
        return app;
    }
}
