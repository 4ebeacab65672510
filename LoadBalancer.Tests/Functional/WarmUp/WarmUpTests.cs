using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.Tests.Functional.RequestLog;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.WarmUp;

/// <summary>Tests a gateway that warms up before it reports that it is ready.</summary>
public sealed class WarmUpTests : IDisposable
{
    private const int Started = 3901;
    private const int Done = 3902;
    private const int Failed = 3903;

    /// <summary>The host of the warm-up's requests, which distinguishes them from those of other tests in this process.</summary>
    private const string WarmUpHost = "warm-up";

    private static readonly (string Key, string Value) Longest = ("Gateway:WarmUp", "00:01:00");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private readonly RecordingLogger<WarmUpService> _log = new();
    private readonly TestAuthority _authority = new();
    private long _compiled;
    private volatile bool _isWarm;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Gateway_WarmingUp_ServesAndIsReadyWhenItIsWarm()
    {
        await using var cluster = await TestCluster.StartAsync(AddWarmUp, Longest);
        await cluster.AddServerAsync("s1");

        Assert.Equal("s1", await cluster.GetAsync("key"));
        using var report = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, report.StatusCode);
        Assert.Contains(
            "\"reason\":\"The gateway is warming up.\"", await report.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal((1, 0), (_log.CountOf(Started), _log.CountOf(Done)));

        _isWarm = true;
        await ReadyAsync(cluster.Gateway);
        Assert.Equal((1, 0), (_log.CountOf(Done), _log.CountOf(Failed)));
    }

    [Fact]
    public async Task WarmUp_Done_LeavesNoTraces()
    {
        using var folder = new LogFolder();
        using var spans = new SpanListener(GatewaySource.Name, "/0");
        var measured = new ConcurrentQueue<string>();
        using var listener = ListenFor(measured, server => server.StartsWith("warm-up", StringComparison.Ordinal));
        await using var cluster = await TestCluster.StartAsync(AddWarmUp, Longest, folder.Setting, ("Gateway:Limits:RequestRate", "1"));
        await cluster.AddServerAsync("s1");

        _isWarm = true;
        await ReadyAsync(cluster.Gateway);

        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal(0, stats.Total);
        Assert.Equal(0, cluster.Server("s1").Requests);
        Assert.DoesNotContain(spans.Spans, span => span.GetTagItem(TraceTags.Address) is WarmUpHost);
        Assert.Empty(measured);

        // The warm-up must not have used the only request that this client's rate allows, nor written a log line.
        Assert.Equal("s1", await cluster.GetAsync("key"));
        Assert.Equal("key", Assert.Single(await folder.ReadAsync(1)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("Gateway:HashKey:0=cookie:a", "Gateway:LoadFactor=0", "Gateway:Algorithm=Maglev")]
    [InlineData(
        "Gateway:Limits:HeaderCount=1", "Gateway:Limits:BodyBytes=1", "Gateway:Limits:RequestTimeout=00:00:00.100",
        "Gateway:Limits:Connections=1", "Gateway:Limits:Overload:Requests=1", "Gateway:Limits:RequestRate=0.001")]
    [InlineData(
        "Gateway:ConnectTimeout=00:00:00.010", "Gateway:ActivityTimeout=00:00:00.100", "Gateway:Retries:AttemptTimeout=00:00:00.010",
        "Gateway:Retries:MaxAttempts=1")]
    [InlineData("Gateway:ProxyProtocol:Networks:0=10.0.0.0/8")]
    [InlineData("Gateway:TrustedProxies:0=127.0.0.0/8", "Gateway:Forwarded=true", "Gateway:InlineIo=false")]
    public async Task WarmUp_WithAnySettings_Completes(params string[] settings)
    {
        _isWarm = true;
        await using var gateway = await StartAsync(
            AddWarmUp, [Longest, .. settings.Select(setting => setting.Split('=')).Select(parts => (parts[0], parts[1]))]);

        await DoneAsync();
    }

    [Fact]
    public async Task WarmUp_OnlyTls_Completes()
    {
        _isWarm = true;
        await using var gateway = await StartAsync(
            AddWarmUp,
            [Longest, ("urls", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test"))]);

        await DoneAsync();
    }

    [Fact]
    public async Task WarmUp_NeverWarm_EndsInTime()
    {
        await using var gateway = await StartAsync(AddWarmUp, [("Gateway:WarmUp", "00:00:00.500")]);

        await Eventually.TrueAsync("it has ended", () => !gateway.Part<WarmUpState>().IsUnderWay, Patience);
        Assert.Equal(1, _log.CountOf(Done) + _log.CountOf(Failed));
    }

    [Theory]
    [InlineData("Gateway:WarmUp", "00:00:00")]
    [InlineData("Gateway:Relay", "false")]
    [InlineData("Gateway:ServerProtocol", "Http2")]
    public async Task WarmUp_OffOrNothingIsRelayed_IsNotStarted(string key, string value)
    {
        await using var gateway = await StartAsync(AddWarmUp, [(key, value)]);

        Assert.False(gateway.Part<WarmUpState>().IsUnderWay);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task WarmUp_Fails_IsLoggedAndTheGatewayIsReady()
    {
        await using var cluster = await TestCluster.StartAsync(AddWarmUpOfNothing, Longest);
        await cluster.AddServerAsync("s1");

        await ReadyAsync(cluster.Gateway);

        var failure = Assert.Single(_log.Entries, entry => entry.Id.Id == Failed);
        Assert.Equal(LogLevel.Warning, failure.Level);
        Assert.Equal("s1", await cluster.GetAsync("key"));
    }

    [Fact]
    public async Task Gateway_StoppedWhileItWarmsUp_Stops()
    {
        await using (await StartAsync(AddWarmUp, [Longest]))
        {
            await Eventually.TrueAsync("it has begun", () => _log.CountOf(Started) == 1, Patience);
        }

        Assert.Equal((0, 0), (_log.CountOf(Done), _log.CountOf(Failed)));
    }

    private static Task<GatewayHost> StartAsync(Action<IServiceCollection> addServices, (string Key, string Value)[] settings) =>
        GatewayHost.StartAsync(
            new LoadBalancer.Cluster.InMemory.InMemoryServerRegistry(TimeProvider.System),
            new FlakyCounterStore(),
            new FlakyStatisticsStore(),
            new LoadBalancer.Cluster.InMemory.InMemoryGatewayExchange(TimeProvider.System),
            addServices,
            settings);

    private void AddWarmUp(IServiceCollection services)
    {
        AddFakes(services);
        services.AddWarmUp();
    }

    private void AddWarmUpOfNothing(IServiceCollection services)
    {
        AddFakes(services);
        services.AddSingleton<WarmUpPlan>();
        services.AddSingleton(provider => new WarmUpRounds(
            new ServiceCollection(), provider.GetRequiredService<CompiledMethods>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<WarmUpService>();
    }

    /// <summary>Adds a compiler that stays busy until the test lets it finish.</summary>
    private void AddFakes(IServiceCollection services)
    {
        services.AddSingleton(new CompiledMethods(() => _isWarm ? _compiled : _compiled += 1_000));
        services.AddSingleton<ILogger<WarmUpService>>(_log);
    }

    private async Task DoneAsync()
    {
        await Eventually.TrueAsync("it is over", () => _log.Entries.Count > 1, Patience);
        Assert.Equal([Started, Done], _log.Entries.Select(entry => entry.Id.Id));
    }

    private static Task ReadyAsync(GatewayHost gateway) => Eventually.TrueAsync(
        "the gateway is ready",
        async () =>
        {
            using var report = await gateway.GetAsync("/healthcheck", key: null, Token);
            return report.StatusCode == HttpStatusCode.OK;
        },
        Patience);

    /// <summary>Listens for measurements of the selected servers by any of the exported meters.</summary>
    private static MeterListener ListenFor(ConcurrentQueue<string> measured, Func<string, bool> isServer)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("LoadBalancer.", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
                else if (instrument.Meter is { Name: "Microsoft.AspNetCore.Server.Kestrel", Scope: null })
                {
                    // This Kestrel meter was created by no gateway's services, and is exported nonetheless.
                    measured.Enqueue(instrument.Name);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Value is string text && isServer(text))
                {
                    measured.Enqueue(instrument.Name);
                }
            }
        }
    }
}
