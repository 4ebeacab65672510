using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Events;

public sealed class EventFlusherTests : IAsyncDisposable
{
    private const int Dropped = 3402;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyServerRegistry _registry;
    private readonly FlakyEventLog _log = new();
    private readonly RecordingLogger<EventFlusher> _logger = new();
    private readonly EventQueue _queue = new(GatewayParts.Identity("gateway-1"));
    private readonly MembershipWatcher _watcher;
    private readonly EventFlusher _flusher;

    public EventFlusherTests()
    {
        _registry = new(new InMemoryServerRegistry(_time));
        var options = Options.Create(new RegistryOptions());
        _watcher = new(_registry, [], options, _time, new Random(1), LoopLogs.Of<MembershipWatcher>());
        _flusher = new(_queue, _log, _watcher, _time, LoopLogs.Of(_logger));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(Token);
        _flusher.Dispose();
        _watcher.Dispose();
    }

    [Fact]
    public async Task Store_TemporarilyUnreachable_ReceivesEventsLaterWithTheirOriginalTimes()
    {
        await _watcher.StartAsync(Token);
        await _flusher.StartAsync(Token);
        await AdvanceUntilAsync("the store is reached", () => _watcher.IsConnected);
        (_registry.IsUnreachable, _log.IsUnreachable) = (true, true);
        await AdvanceUntilAsync("the store is lost and a write was attempted", () => !_watcher.IsConnected && _log.Calls > 0);
        var lost = _watcher.Connection.Since;
        _queue.Add(ClusterEventKind.Unhealthy, _time.GetUtcNow(), new("a"), "ProbesFail");
        var calls = _log.Calls;
        await AdvanceUntilAsync("it was tried while unreachable", () => _log.Calls > calls + 3);

        (_registry.IsUnreachable, _log.IsUnreachable) = (false, false);
        await AdvanceUntilAsync("all events are written", async () => (await _log.ReadAsync(10, Token)).Length == 3);

        var events = await _log.ReadAsync(10, Token);
        Assert.Equal(
            [ClusterEventKind.StoreBack, ClusterEventKind.Unhealthy, ClusterEventKind.StoreLost], events.Select(happened => happened.Kind));
        Assert.Equal((_watcher.Connection.Since, lost), (events[0].At, events[2].At));
        Assert.Equal("The registry does not respond.", events[2].Detail);
        Assert.StartsWith("unavailable for ", events[0].Detail, StringComparison.Ordinal);
        Assert.All(events, happened => Assert.Equal("gateway-1", happened.By));
    }

    [Fact]
    public async Task Store_ReachedForTheFirstTime_RecordsNoEvent()
    {
        _registry.IsUnreachable = true;
        await _watcher.StartAsync(Token);
        await AdvanceUntilAsync("it has failed", () => _registry.Calls > 3);
        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the store is reached", () => _watcher.IsConnected);

        Assert.Empty(_queue.Take(10));
    }

    [Fact]
    public async Task Queue_BeyondItsCapacity_DropsTheOldestAndReportsHowMany()
    {
        for (var i = 0; i < EventQueue.Capacity + 5; i++)
        {
            _queue.Add(ClusterEventKind.Unhealthy, _time.GetUtcNow(), new($"s{i}"));
        }

        await _flusher.StartAsync(Token);
        await _flusher.StopAsync(Token);

        var events = await _log.ReadAsync(IEventLog.Capacity, Token);
        Assert.Equal(("s1004", "s5"), (events[0].Server?.Value, events[^1].Server?.Value));
        Assert.Contains(_logger.Entries, entry => entry.Id.Id == Dropped && entry.Message.Contains('5', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_WithEventsLeft_WritesThem()
    {
        await _flusher.StartAsync(Token);
        _queue.Add(ClusterEventKind.Healthy, _time.GetUtcNow(), new("a"));

        await _flusher.StopAsync(Token);

        Assert.Single(await _log.ReadAsync(10, Token));
    }

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => AdvanceUntilAsync(what, () => Task.FromResult(condition()));

    private Task AdvanceUntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        Patience);
}
