using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

public sealed class StatisticsFlusherTests : IAsyncDisposable
{
    private const int StoreUnreachable = 3301;
    private const int StoreBack = 3302;
    private const int NotFlushed = 2231;

    private static readonly long Noon = StatisticsClock.IndexOf(Changes.Noon);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyCounterStore _counts = new();
    private readonly FlakyStatisticsStore _store = new();
    private readonly CountingSetup _one;

    public StatisticsFlusherTests() => _one = new(_counts, _time, _store);

    public ValueTask DisposeAsync() => _one.DisposeAsync();

    [Fact]
    public async Task Flush_OfRequests_WritesTheirStatistics()
    {
        await _one.StartAsync();
        ServeHot(times: 9);
        _one.Serve("a", "hot", isRetry: true);
        _one.Serve("b", "rare", reason: SelectionReason.OwnerOverloaded);
        _one.Serve("b", "other", failed: true);

        await _one.StopAsync();

        var interval = Assert.Single(await _store.ReadAllAsync());
        Assert.Equal((_one.History.Source, Noon), (interval.Source, interval.Index));
        Assert.Equal(new(10, 0, 1, 0, 1, interval.Servers[new("a")].Latency), interval.Servers[new("a")]);
        Assert.Equal(new(2, 1, 0, 1, 1, interval.Servers[new("b")].Latency), interval.Servers[new("b")]);
        Assert.Equal([new LatencyCount(0, 10)], interval.Servers[new("a")].Latency.Counts.AsEnumerable());
        Assert.Equal(["hot"], interval.HotKeys.Select(key => key.Key));
    }

    [Fact]
    public async Task Stop_StoreDoesNotRespond_EndsAfterASecondAndIsLogged()
    {
        _one.Serve("a", "key");
        var pending = new TaskCompletionSource();
        _store.Pending = pending.Task;

        var stopping = _one.StopAsync();
        await Eventually.TrueAsync(
            "it has stopped",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return stopping.IsCompleted;
            },
            TimeSpan.FromSeconds(10));

        pending.SetResult();
        await stopping;
        Assert.Equal(1, _one.StatisticsLog.CountOf(NotFlushed));
    }

    [Fact]
    public async Task Flush_OfARequest_RecordsItsLatency()
    {
        var counter = _one.Local.Of(new("a"));
        var began = _one.Clock.Timestamp;
        counter.Begin(isRetry: false, SelectionReason.Owner);
        _time.Advance(TimeSpan.FromSeconds(3));
        counter.End(failure: null, began, _one.Clock.Timestamp);
        counter.End(failure: null, began: null, _one.Clock.Timestamp);
        counter.CountRequest(_one.Clock.Timestamp);
        _one.Local.Latency.Record(began - TimeSpan.TicksPerSecond, _one.Clock.Timestamp);

        await _one.StopAsync();

        var interval = Assert.Single(await _store.ReadAllAsync());
        Assert.Equal(
            LatencyBuckets.Wire.IndexOf(TimeSpan.FromSeconds(3)), Assert.Single(interval.Servers[new("a")].Latency.Counts).Bucket);
        Assert.Equal(LatencyBuckets.Wire.IndexOf(TimeSpan.FromSeconds(4)), Assert.Single(interval.RequestLatency!.Counts).Bucket);
    }

    [Fact]
    public async Task Flush_OfRequestsInSeveralIntervals_CountsEachInTheIntervalInWhichItEnds()
    {
        await _one.StartAsync();
        var counter = _one.Local.Of(new("a"));
        counter.Begin(isRetry: false, SelectionReason.Owner);
        _one.Count("a", 1);
        _time.Advance(TimeSpan.FromSeconds(9.999));
        _one.Count("a", 2);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        counter.End(failure: null, began: null, _one.Clock.Timestamp);
        counter.CountRequest(_one.Clock.Timestamp);
        _one.Count("a", 3);

        await _one.StopAsync();

        var intervals = await _store.ReadAllAsync();
        Assert.Equal([(Noon, 3), (Noon + 1, 4)], intervals.Select(interval => (interval.Index, interval.Servers[new("a")].Requests)));
    }

    [Fact]
    public async Task Flush_RequestsInFlightThroughAnInterval_AreItsLoad()
    {
        await _one.StartAsync();
        _one.Local.Of(new("a")).Begin(isRetry: false, SelectionReason.Owner);
        _one.Local.Of(new("a")).Begin(isRetry: false, SelectionReason.Owner);
        await _one.AdvanceUntilAsync("two intervals are written", async () => (await _store.ReadAllAsync()).Length >= 2);

        Assert.All(
            await _store.ReadAllAsync(),
            interval => Assert.Equal((0, 2), (interval.Servers[new("a")].Requests, interval.Servers[new("a")].MaxInFlight)));
    }

    [Fact]
    public async Task Flush_StoreUnreachableAndBack_WritesAllIntervalsAndLogsOnce()
    {
        await _one.StartAsync();
        _store.IsUnreachable = true;
        for (var i = 0; i < 100; i++)
        {
            ServeHot(times: 10);
            EndInterval();
        }

        await _one.AdvanceUntilAsync("the loss of the store is logged", () => _one.StatisticsLog.CountOf(StoreUnreachable) == 1);
        Assert.Empty(await _store.ReadAllAsync());
        _store.IsUnreachable = false;
        await _one.AdvanceUntilAsync("the store is back", () => _one.StatisticsLog.CountOf(StoreBack) == 1);
        await _one.AdvanceUntilAsync("everything is written", async () => (await _store.ReadAllAsync()).Length == 100);

        Assert.All(
            await _store.ReadAllAsync(),
            interval => Assert.Equal((10, "hot"), (interval.Servers[new("a")].Requests, interval.HotKeys.Single().Key)));
        Assert.Equal(1, _one.StatisticsLog.CountOf(StoreUnreachable));
    }

    [Fact]
    public async Task Flush_StoreEmptied_WritesTheWholeHistoryAgain()
    {
        await _one.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            _one.Count("a", 1);
            EndInterval();
        }

        await _one.AdvanceUntilAsync("everything is written", async () => (await _store.ReadAllAsync()).Length == 50 && _one.IsAllSent);
        _store.Empty();
        _counts.Empty();

        await _one.AdvanceUntilAsync("everything is written again", async () => (await _store.ReadAllAsync()).Length == 50);
        Assert.All(await _store.ReadAllAsync(), interval => Assert.Equal(1, interval.Servers[new("a")].Requests));
    }

    [Fact]
    public async Task Flush_ResponseLost_WritesTheSameAgain()
    {
        await _one.StartAsync();
        _store.LosesResponses = true;
        _one.Count("a", 5);
        await _one.AdvanceUntilAsync("the response is lost", () => _one.StatisticsLog.CountOf(StoreUnreachable) == 1);
        _store.LosesResponses = false;
        await _one.AdvanceUntilAsync("the store responds", () => _one.StatisticsLog.CountOf(StoreBack) == 1);

        Assert.Equal(5, (await _store.ReadAllAsync()).Sum(interval => interval.Servers[new("a")].Requests));
    }

    [Fact]
    public async Task History_AfterALongTime_CoversHalfAnHour()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _one.Count("a", 1);
            EndInterval();
        }

        Assert.Equal(180, _one.History.ReadCounts(0).Counts[new("a")].Requests);
        Assert.Equal(1_000, _one.History.ReadCounts(0).Included[new("a")].Requests);
        Assert.Equal(1_000, _one.Local.Of(new("a")).Counts.Requests);
        await _one.StopAsync();
    }

    [Fact]
    public void Recording_RequestOfAKnownServer_AllocatesNothing()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                _one.Serve("a", "hot");
            }
        }));
    }

    /// <summary>Ends an interval and collects its counts, which must happen before the interval after the next one begins.</summary>
    private void EndInterval()
    {
        _time.Advance(StatisticsClock.Interval);
        _one.History.ReadCounts(0);
    }

    /// <summary>Serves requests of one key, enough that the key stands out regardless of the core that records each request.</summary>
    private void ServeHot(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _one.Serve("a", "hot");
        }
    }
}
