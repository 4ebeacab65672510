using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ClusterReaderTests : IAsyncDisposable
{
    private const int Lost = 4101;
    private const int Connected = 4102;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Reports.Noon);
    private readonly RecordingLogger<ClusterReader> _log = new();
    private readonly FlakyServerRegistry _registry;
    private readonly ClusterView _view;
    private readonly ClusterReader _reader;

    public ClusterReaderTests()
    {
        var events = new InMemoryEventLog();
        _registry = new(new InMemoryServerRegistry(_time, events));
        _view = new(_time);
        _reader = new(
            _registry,
            new InMemoryCounterStore(),
            new InMemoryStatisticsStore(),
            new InMemoryGatewayExchange(_time),
            events,
            new InMemoryChangeLog(events, _time),
            new InMemoryReplicaStore(_time, events),
            _view,
            new ReadSignal(_time),
            _time,
            _log);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _reader.StopAsync(CancellationToken.None);
        _reader.Dispose();
    }

    [Fact]
    public async Task Start_StoreIsThere_ShowsItAtOnce()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);

        await _reader.StartAsync(Token);

        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        Assert.Equal("a", Assert.Single(_view.Current!.Servers).Server.Id);
        Assert.Equal((true, 1, 0), (_view.Connection.IsConnected, _log.CountOf(Connected), _log.CountOf(Lost)));
    }

    [Fact]
    public async Task Tick_ManyViewers_IsOneRead()
    {
        var told = 0;
        for (var viewer = 0; viewer < 50; viewer++)
        {
            _view.Changed += () => Interlocked.Increment(ref told);
        }

        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => Volatile.Read(ref told) == 50, Patience);
        var first = _view.Current;

        await AdvanceUntilAsync("the next tick", () => !ReferenceEquals(_view.Current, first));

        Assert.Equal(2, _registry.Reads);
        Assert.InRange(_time.GetUtcNow() - Reports.Noon, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task Change_Hinted_IsShownBeforeTheTick()
    {
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);

        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await AdvanceUntilAsync("the change is shown", () => _view.Current!.Servers.Length == 1);

        Assert.True(_time.GetUtcNow() - Reports.Noon < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Store_GoesAwayAndComesBack_KeepsWhatWasReadAndIsToldOnce()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the store is shown", () => _view.Current is not null, Patience);
        var last = _view.Current!;

        _registry.IsAway = true;
        await AdvanceUntilAsync("the loss is shown", () => !_view.Connection.IsConnected);
        var since = _view.Connection.Since;
        var reads = _registry.Reads;
        await AdvanceUntilAsync("more reads fail", () => _registry.Reads > reads + 2);

        Assert.Equal(last with { Store = _view.Connection }, _view.Current);
        Assert.Equal(since, _view.Current!.Store.Since);
        Assert.Equal(1, _log.CountOf(Lost));

        _registry.IsAway = false;
        await AdvanceUntilAsync("the store is back", () => _view.Connection.IsConnected);
        Assert.True(_view.Current!.At > last.At);
        Assert.Equal(2, _log.CountOf(Connected));
    }

    [Fact]
    public async Task Store_WasNeverThere_SaysSo()
    {
        _registry.IsAway = true;

        await _reader.StartAsync(Token);
        await Eventually.TrueAsync("the loss is told", () => _log.CountOf(Lost) == 1, Patience);

        Assert.Null(_view.Current);
        Assert.Equal((false, false, Reports.Noon), (_view.Connection.IsConnected, _view.Connection.WasReached, _view.Connection.Since));
    }

    /// <summary>The reader waits on the fake clock: it is moved on, step by step, until the condition holds.</summary>
    private Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(Step);
            return false;
        },
        Patience);
}
