using System.Collections.Immutable;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterReaderTests : IAsyncDisposable
{
    private const int Lost = 4101;
    private const int Connected = 4102;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Reports.Noon);
    private readonly RecordingLogger<ClusterReader> _log = new();
    private readonly BackgroundFaults _faults = new(TimeProvider.System, NullLogger<BackgroundFaults>.Instance);
    private readonly FlakyServerRegistry _registry;
    private readonly InMemoryGatewayExchange _gateways;
    private readonly InMemoryStatisticsStore _statistics = new();
    private readonly ClusterView _view;
    private readonly ViewDemand _demand;
    private readonly ClusterReader _reader;

    public ClusterReaderTests()
    {
        var events = new InMemoryEventLog();
        _registry = new(new InMemoryServerRegistry(_time, events));
        _gateways = new(_time, events);
        _view = new(_faults, _time);
        var reread = new ReadSignal(_time);
        _demand = new(_view, reread, _time);
        _reader = new(
            new(
                _registry,
                new InMemoryCounterStore(),
                _gateways,
                events,
                new InMemoryChangeLog(events, _time),
                new InMemoryReplicaStore(_time, events)),
            new(_statistics, new(_time)),
            _demand,
            reread,
            _time,
            LoopLogs.Of(_log, _faults));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _reader.StopAsync(CancellationToken.None);
        _reader.Dispose();
    }

    [Fact]
    public async Task Start_StoreReachable_ShowsItAtOnce()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);

        await _reader.StartAsync(Token);

        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        Assert.Equal("a", Assert.Single(_view.Current!.Servers).Server.Id.Value);
        Assert.Equal((true, 1, 0), (_view.Connection.IsConnected, _log.CountOf(Connected), _log.CountOf(Lost)));
    }

    [Fact]
    public async Task Tick_ManyViewers_ReadsOnce()
    {
        var notifications = 0;
        for (var viewer = 0; viewer < 50; viewer++)
        {
            _view.Changed += () => Interlocked.Increment(ref notifications);
        }

        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => Volatile.Read(ref notifications) == 50, Patience);
        var first = _view.Current;

        await AdvanceUntilAsync("the next tick", () => !ReferenceEquals(_view.Current, first));

        Assert.Equal(2, _registry.Reads);
        Assert.InRange(_time.GetUtcNow() - Reports.Noon, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task Change_WithAHint_IsShownBeforeTheTick()
    {
        _view.Changed += () => { };
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);

        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await AdvanceUntilAsync("the change is shown", () => _view.Current!.Servers.Length == 1);

        Assert.True(_time.GetUtcNow() - Reports.Noon < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Store_UnreachableAndBack_KeepsTheLastReadAndIsReportedOnce()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        var last = _view.Current!;

        _registry.IsUnreachable = true;
        await AdvanceUntilAsync("the loss is shown", () => !_view.Connection.IsConnected);
        var since = _view.Connection.Since;
        var reads = _registry.Reads;
        await AdvanceUntilAsync("more reads fail", () => _registry.Reads > reads + 2);

        Assert.Equal(last with { Store = _view.Connection }, _view.Current);
        Assert.Equal(since, _view.Current!.Store.Since);
        Assert.Equal(1, _log.CountOf(Lost));

        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the store is back", () => _view.Connection.IsConnected);
        Assert.True(_view.Current!.At > last.At);
        Assert.Equal(2, _log.CountOf(Connected));
    }

    [Fact]
    public async Task Store_NeverReached_IsLogged()
    {
        _registry.IsUnreachable = true;

        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the loss is logged", () => _log.CountOf(Lost) == 1, Patience);

        Assert.Null(_view.Current);
        Assert.Equal((false, false, Reports.Noon), (_view.Connection.IsConnected, _view.Connection.WasReached, _view.Connection.Since));
    }

    [Fact]
    public async Task Tick_NoViewers_ComputesNothingUntilARequest()
    {
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        var first = _view.Current!;
        await AdvanceUntilAsync("there are no viewers", () => _view.Resumed is not null);
        var reads = _registry.Reads;
        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await WriteStatisticsAsync("a", requests: 7);
        await AdvanceUntilAsync("more ticks", () => _registry.Reads > reads + 25);
        Assert.Same(first, _view.Current);

        var asked = _demand.AskAsync(Token);
        await AdvanceUntilAsync("it is read", () => asked.IsCompleted);

        Assert.True(await asked);
        Assert.Equal("a", Assert.Single(_view.Current!.Servers).Server.Id.Value);
        Assert.Equal(7, _view.Current.Timeline.All.Requests);
        Assert.InRange(_time.GetUtcNow() - _view.Current.At, TimeSpan.Zero, TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public async Task Tick_RecentRequest_ComputesForAWhile()
    {
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        Assert.True(await _demand.AskAsync(Token));

        await AdvanceUntilAsync("there are no viewers", () => _view.Resumed is not null, LongStep);

        Assert.InRange(_view.Current!.At - Reports.Noon, ViewDemand.Lasting - (4 * LongStep), ViewDemand.Lasting);
    }

    [Fact]
    public async Task Tick_PageIsOpen_AlwaysComputes()
    {
        _view.Changed += () => { };
        await _reader.StartAsync(Token);

        await AdvanceUntilAsync("a while", () => _view.Current is { } current && current.At - Reports.Noon > ViewDemand.Lasting, LongStep);

        Assert.Null(_view.Resumed);
    }

    [Fact]
    public async Task Gateway_StopsWithoutViewers_IsMarkedAsLost()
    {
        var membership = Reports.Membership(1, "a");
        await _gateways.ExchangeAsync(Reports.Of("g", membership), TimeSpan.FromSeconds(20), Token);
        await _reader.StartAsync(Token);
        await AdvanceUntilAsync("there are no viewers", () => _view.Resumed is not null);
        Assert.Empty(_view.Current!.LostGateways);

        var reads = _registry.Reads;
        await AdvanceUntilAsync("its report expires", () => _registry.Reads > reads + 25);
        var asked = _demand.AskAsync(Token);
        await AdvanceUntilAsync("it is read", () => asked.IsCompleted);

        var lost = Assert.Single(_view.Current!.LostGateways);
        Assert.True(_view.Current.At - lost.LostSince > TimeSpan.FromSeconds(2), "it was marked before the first request");
    }

    [Fact]
    public async Task Gateway_DivergesWithoutViewers_HasDivergedSinceThen()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await _reader.StartAsync(Token);
        await AdvanceUntilAsync("there are no viewers", () => _view.Resumed is not null);
        await _gateways.ExchangeAsync(Reports.Of("g", await _registry.ReadAsync(Token), digest: "another"), TimeSpan.FromHours(1), Token);
        var reads = _registry.Reads;
        await AdvanceUntilAsync("more ticks", () => _registry.Reads > reads + 2);

        var asked = _demand.AskAsync(Token);
        await AdvanceUntilAsync("it is read", () => asked.IsCompleted);

        Assert.True(Assert.Single(_view.Current!.Gateways).Divergence is { IsLasting: true });
    }

    [Fact]
    public async Task Store_UnreachableWithoutViewers_IsReportedAtOnce()
    {
        await _reader.StartAsync(Token);
        await AdvanceUntilAsync("there are no viewers", () => _view.Resumed is not null);

        _registry.IsUnreachable = true;
        await AdvanceUntilAsync("the loss is shown", () => !_view.Connection.IsConnected);
        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the store is back", () => _view.Connection.IsConnected);

        Assert.Equal((1, 2), (_log.CountOf(Lost), _log.CountOf(Connected)));
    }

    private Task WriteStatisticsAsync(string id, long requests)
    {
        var servers = ImmutableDictionary<ServerId, ServerStatistics>.Empty.Add(
            new(id), ServerStatistics.None with { Requests = requests });
        return _statistics.WriteAsync([new(new("g"), StatisticsClock.IndexOf(_time.GetUtcNow()), servers, [])], Token);
    }

    /// <summary>Advances the fake clock, on which the reader waits, step by step until the condition holds.</summary>
    private Task AdvanceUntilAsync(string what, Func<bool> condition, TimeSpan? step = null) => Eventually.TrueAsync(
        what,
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(step ?? Step);
            return false;
        },
        Patience);
}
