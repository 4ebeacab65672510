using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Registration;
using LoadBalancer.Tests.Registration;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Tests.Cluster.Faults;

/// <summary>
/// Tests that each background loop continues whatever its store throws, and distinguishes an unreachable store from a fault.
/// </summary>
public sealed class BackgroundLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly RecordingLogger<BackgroundFaults> _log = new();
    private readonly BackgroundFaults _faults;
    private readonly List<IHostedService> _started = [];
    private int _calls;

    public BackgroundLoopTests() => _faults = new(Time, _log);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RegistryOptions Registry => new() { PollInterval = Interval, SweepInterval = Interval };

    public static TheoryData<string> Loops =>
    [
        nameof(MembershipWatcher), nameof(LeaseSweeper), nameof(GatewayExchanger), nameof(CountFlusher), nameof(StatisticsFlusher),
        nameof(EventFlusher), nameof(ServerRegistrar), nameof(ClusterReader), nameof(ClusterClaim), nameof(RecentCounts),
        nameof(StoreClockWatcher), nameof(CheckFlusher), nameof(HealthLogFlusher), nameof(CheckReader),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _started)
        {
            await service.StopAsync(CancellationToken.None);
            (service as IDisposable)?.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Store_ThrowsAnUnexpectedException_IsRecordedAsAFaultAndTheLoopContinues(string loop)
    {
        await StartAsync(loop, new InvalidOperationException("a bug"));

        await Eventually.TrueAsync("the loop continues", () => Volatile.Read(ref _calls) > 2, Patience);
        Assert.Equal((loop, "InvalidOperationException: a bug"), (_faults.Latest?.Loop, _faults.Latest?.Text));
        Assert.All(_log.Entries, entry => Assert.Equal(LogLevel.Error, entry.Level));
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Store_HasNoConnection_IsNoFaultAndTheLoopContinues(string loop)
    {
        await StartAsync(loop, Translate(new RedisConnectionException(
            ConnectionFailureType.UnableToConnect, CommandFlags.None, "no connection")));

        await Eventually.TrueAsync("the loop continues", () => Volatile.Read(ref _calls) > 2, Patience);
        Assert.Null(_faults.Latest);
        Assert.Empty(_log.Entries);
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Store_LacksAPermission_IsRecordedAsAFault(string loop)
    {
        await StartAsync(loop, Translate(new RedisServerException(
            RedisErrorKind.NoPermission, CommandFlags.None, "NOPERM this user has no permissions to run the 'eval' command")));

        await Eventually.TrueAsync("the loop continues", () => Volatile.Read(ref _calls) > 2, Patience);
        Assert.Contains("NOPERM", _faults.Latest?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_ThrowsAnUnexpectedException_IsRecordedAsAFaultAndTheProberContinues()
    {
        var state = new ClusterState(GatewayParts.Defaults<PlacementOptions>());
        var health = new HealthMonitor(
            Options.Create(new HealthOptions { Interval = Interval }), GatewayParts.Defaults<ConnectOptions>(), Time,
            new RecordingLogger<HealthMonitor>());
        using var publisher = new SnapshotPublisher(
            state, [], new(new SnapshotBuilder(), new(), GatewayParts.Defaults<PlacementOptions>()), health, new(Time), Time);
        var registry = new InMemoryServerRegistry(Time);
        await publisher.OnChangedAsync((await registry.ApplyAsync(Changes.Join("a"), Token)).Membership, Token);
        await StartAsync(new ServerProber(
            state, health, Failing<IServerProbe>(new InvalidOperationException("a bug")), Time, new Random(1), LoopLogs.Of<ServerProber>(
                faults: _faults)));

        await Eventually.TrueAsync("the prober continues", () => Volatile.Read(ref _calls) > 2, Patience);
        Assert.Equal(nameof(ServerProber), _faults.Latest?.Loop);
    }

    private static Exception Translate(RedisException exception)
    {
        using var client = ConnectionMultiplexer.Connect("127.0.0.1:1,abortConnect=false,connectTimeout=50,connectRetry=1");
        return new RegistryConnection(
            client, () => Task.FromException<IConnectionMultiplexer>(exception), Time, LoopLogs.Of<RegistryConnection>()).Failed(exception);
    }

    private TPort Failing<TPort>(Exception failure)
        where TPort : class => FailingPort.Create<TPort>(failure, () => Interlocked.Increment(ref _calls));

    private async Task StartAsync(IHostedService service)
    {
        _started.Add(service);
        await service.StartAsync(Token);
    }

    private async Task StartAsync(string loop, Exception failure)
    {
        switch (loop)
        {
            case nameof(MembershipWatcher):
                await StartAsync(new MembershipWatcher(
                    Failing<IServerRegistry>(failure), [], Options.Create(Registry), Time, new Random(1), Log<MembershipWatcher>()));
                break;
            case nameof(LeaseSweeper):
                await StartAsync(new LeaseSweeper(
                    Failing<IServerRegistry>(failure), NoLivenessEvidence.Instance, Options.Create(Registry), Time, Log<LeaseSweeper>()));
                break;
            case nameof(StoreClockWatcher):
                await StartAsync(new StoreClockWatcher(
                    Failing<IServerRegistry>(failure), new(Time), Options.Create(Registry), Time, Log<StoreClockWatcher>()));
                break;
            case nameof(GatewayExchanger):
                await StartAsync(Exchanger(failure));
                break;
            case nameof(EventFlusher):
                await StartAsync(Events(failure));
                break;
            case nameof(ServerRegistrar):
                await StartRegistrarAsync(failure);
                break;
            case nameof(ClusterReader):
                await StartAsync(Reader(failure));
                break;
            case nameof(ClusterClaim):
                _ = new ClusterClaim(Failing<IReplicaStore>(failure), "owner", new AppHostOptions(), "default", Time)
                    .HoldAsync(Log<ClusterClaim>(), Token);
                break;
            case nameof(CheckFlusher) or nameof(HealthLogFlusher) or nameof(CheckReader):
                await StartHealthAsync(loop, failure);
                break;
            default:
                await StartRecordingAsync(loop, failure);
                break;
        }
    }

    private LoopLog<TLoop> Log<TLoop>() => LoopLogs.Of<TLoop>(faults: _faults);

    private GatewayExchanger Exchanger(Exception failure)
    {
        var (state, load) = (new ClusterState(GatewayParts.Defaults<PlacementOptions>()), new ClusterLoad());
        var (identity, health) = (GatewayParts.Identity("g"), GatewayParts.Health(Time));
        var verdicts = new VerdictPublisher(
            new InMemoryVerdictLog(new InMemoryEventLog()), state, health, new(identity, Time), identity, Time);
        var status = new GatewayStatusReader(state, new PlacementPolicy([]), new NoDataPlane(), identity, new(Time), Time);
        var peers = new PeerWatch(new InMemoryGatewayExchange(Time), state, identity, Time, new RecordingLogger<PeerWatch>());
        return new(
            Failing<IGatewayExchange>(failure),
            new(load, health, status, identity),
            new(load, health, verdicts, peers, identity),
            Options.Create(new PlacementOptions { LoadInterval = Interval }),
            Time,
            Log<GatewayExchanger>());
    }

    private EventFlusher Events(Exception failure)
    {
        var queue = new EventQueue(GatewayParts.Identity("g"));
        queue.Add(ClusterEventKind.StoreLost, Changes.Noon);
        var watcher = new MembershipWatcher(
            new InMemoryServerRegistry(Time), [], Options.Create(Registry), Time, new Random(1), LoopLogs.Of<MembershipWatcher>());
        return new(queue, Failing<IEventLog>(failure), watcher, Time, Log<EventFlusher>());
    }

    private async Task StartRegistrarAsync(Exception failure)
    {
        var options = Options.Create(new RegistrationOptions { Id = "a", RenewInterval = Interval });
        var registrar = new ServerRegistrar(
            Failing<IServerRegistry>(failure), new(new StubServer("http://127.0.0.1:41001"), options), new(), options, Time,
            Log<ServerRegistrar>());
        await StartAsync(registrar);
        await registrar.StartedAsync(Token);
    }

    private ClusterReader Reader(Exception failure)
    {
        var reread = new ReadSignal(Time);
        return new(
            new(
                Failing<IServerRegistry>(failure), Failing<ICounterStore>(failure), Failing<IGatewayExchange>(failure),
                Failing<IEventLog>(failure), Failing<IChangeLog>(failure), Failing<IReplicaStore>(failure)),
            new(Failing<IStatisticsStore>(failure), new(Time)), new(new(_faults, Time), reread, Time), reread, Time, Log<ClusterReader>());
    }

    /// <summary>Starts a loop on a clock that advances, since these loops have intervals of seconds.</summary>
    private async Task StartHealthAsync(string loop, Exception failure)
    {
        var (time, identity) = (new HurryingTimeProvider(), GatewayParts.Identity("g"));
        var (health, server) = (GatewayParts.Health(time), new Server { Id = new("a"), Url = "http://a" });
        var details = new ProbeDetails("GET", "http://a/healthcheck", 503, Interval);
        switch (loop)
        {
            case nameof(CheckFlusher):
                var clock = new StoreClock(Time);
                await StartAsync(new CheckFlusher(
                    Failing<ICheckStore>(failure), new(identity, clock), health, clock, time, Log<CheckFlusher>()));
                break;
            case nameof(HealthLogFlusher):
                await StartAsync(new HealthLogFlusher(
                    Failing<IHealthLog>(failure), new(identity, time), health, time, Log<HealthLogFlusher>()));
                break;
            case nameof(CheckReader):
                var reader = new CheckReader(Failing<ICheckStore>(failure), new(Time), time, Log<CheckReader>());
                reader.Of(server);
                await StartAsync(reader);
                break;
        }

        health.Observe(server, new ProbeResult(HealthReason.ProbesFail, Details: details));
        health.Observe(server, new ProbeResult(HealthReason.ProbesFail, Details: details));
    }

    private async Task StartRecordingAsync(string loop, Exception failure)
    {
        var identity = GatewayParts.Identity("g");
        var options = Options.Create(new CountingOptions { CountInterval = Interval });
        var clock = new RecordingClock(Time);
        var local = new RequestCounters(new(), clock);
        var history = new LoadBalancer.Cluster.Recording.StatisticsHistory(local, new(clock), clock, identity);
        local.Of(new("a")).CountRequest(ended: 0);
        var statistics = Failing<IStatisticsStore>(failure);
        switch (loop)
        {
            case nameof(CountFlusher):
                await StartAsync(new CountFlusher(
                    Failing<ICounterStore>(failure), new(local, new(local), identity), history, options, Time, Log<CountFlusher>()));
                break;
            case nameof(StatisticsFlusher):
                await StartAsync(new StatisticsFlusher(statistics, history, options, Time, Log<StatisticsFlusher>()));
                break;
            case nameof(RecentCounts):
                var recent = new RecentCounts(statistics, history, local, Time, Log<RecentCounts>());
                await Eventually.TrueAsync("it was read", async () =>
                    await recent.ReadAsync(TimeSpan.FromSeconds(Volatile.Read(ref _calls) + 1), Token) is null && _calls > 2, Patience);
                break;
        }
    }

    /// <summary>Time whose timers are due a hundred times as soon.</summary>
    private sealed class HurryingTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 100, period / 100);
    }

    private sealed class NoDataPlane : IDataPlane
    {
        public long Rejected => 0;

        public GatewayFacts? Facts => null;
    }
}
