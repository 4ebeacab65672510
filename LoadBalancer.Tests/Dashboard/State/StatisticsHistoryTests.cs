using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class StatisticsHistoryTests
{
    private static readonly DateTimeOffset Now = Reports.Noon;
    private static readonly DateTimeOffset LongAgo = Now.AddDays(-1);
    private static readonly long Last = StatisticsClock.IndexOf(Now);
    private static readonly long First = StatisticsClock.IndexOf(Now - StatisticsClock.Longest);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly StatisticsHistory _history = new();
    private readonly WrittenStatistics _store = new();

    [Fact]
    public async Task ReadAsync_FirstTime_ReadsEverythingAFewIntervalsAtATime()
    {
        await ReadAsync(Now);

        Assert.Equal(Enumerable.Range(0, 181).Select(i => First + i), _store.TakeReads().SelectMany(IndexesOf));
    }

    [Fact]
    public async Task ReadAsync_Afterwards_ReadsOpenIntervalsAndAFewOthers()
    {
        await ReadAsync(Now);
        _store.TakeReads();

        await ReadAsync(Now.AddSeconds(1));

        Assert.Equal([(Last - 1, Last), (First, First + 2)], _store.TakeReads());
    }

    [Fact]
    public async Task ReadAsync_InAMinute_ReadsEverythingAgain()
    {
        await ReadAsync(Now);
        _store.TakeReads();
        var read = new HashSet<long>();

        for (var second = 1; second <= 62; second++)
        {
            await ReadAsync(Now.AddSeconds(second));
            var reads = _store.TakeReads();
            Assert.Equal(2, reads.Length);
            read.UnionWith(reads.SelectMany(IndexesOf));
        }

        Assert.Superset(Enumerable.Range(6, 181).Select(i => First + i).ToHashSet(), read);
    }

    [Fact]
    public async Task ReadAsync_TwiceInASecond_DoesNotReadOldIntervalsTwice()
    {
        await ReadAsync(Now);
        await ReadAsync(Now.AddSeconds(1));
        _store.TakeReads();

        await ReadAsync(Now.AddSeconds(1.5));

        Assert.Equal([(Last - 1, Last)], _store.TakeReads());
    }

    [Theory]
    [InlineData(3_333, 3)]
    [InlineData(5_000, 2)]
    [InlineData(10_000, 1)]
    [InlineData(20_000, 1)]
    public async Task ReadAsync_ManyServers_ReadsFewerOldIntervals(int servers, int intervals)
    {
        (string Id, long Requests)[] busy = [.. Enumerable.Range(0, servers).Select(i => ($"s-{i}", 1L))];
        _store.Write(Of("g", Last, busy), Of("h", Last, busy));
        await ReadAsync(Now);
        _store.TakeReads();

        await ReadAsync(Now.AddSeconds(1));

        Assert.Equal([(Last - 1, Last), (First, First + intervals - 1)], _store.TakeReads());
        Assert.Equal(2 * servers, _history.TimelineAt(Now).LastMinute.Requests);
    }

    [Fact]
    public async Task ReadAsync_AfterAPause_ReadsWhatMayHaveChangedSinceTheLastRead()
    {
        await ReadAsync(Now);
        _store.TakeReads();

        await ReadAsync(Now + (4 * StatisticsClock.Interval));

        Assert.Equal([(Last - 1, Last + 1), (Last + 2, Last + 4), (First + 4, First + 6)], _store.TakeReads());
    }

    [Fact]
    public async Task ReadAsync_AfterALongPause_ReadsEverything()
    {
        await ReadAsync(Now);
        _store.TakeReads();

        await ReadAsync(Now + StatisticsHistory.FullReadInterval);

        Assert.Equal(181, _store.TakeReads().SelectMany(IndexesOf).Count());
    }

    [Fact]
    public async Task ReadAsync_StoreJustBack_ReadsEverythingSeveralTimes()
    {
        await ReadAsync(Now);

        Assert.Equal("1: False, 2: True, 3: False, 4: True", await DescribeAsync(1, 2, 3, 4));
        Assert.Equal("12: False, 14: False", await DescribeAsync(12, 14));

        async Task<string> DescribeAsync(params int[] seconds)
        {
            var full = new List<string>();
            foreach (var second in seconds)
            {
                _store.TakeReads();
                await _history.ReadAsync(_store, Now.AddSeconds(second), Now, Token);
                full.Add($"{second}: {_store.TakeReads().SelectMany(IndexesOf).Count() == 181}");
            }

            return string.Join(", ", full);
        }
    }

    [Fact]
    public async Task ReadAsync_StoreFails_ReadsTheSameAgain()
    {
        await ReadAsync(Now);
        _store.TakeReads();
        _store.Write(Of("g", Last, ("a", 5)));

        _store.IsUnreachable = true;
        await Assert.ThrowsAsync<TimeoutException>(() => ReadAsync(Now.AddSeconds(10)));
        _store.IsUnreachable = false;
        await ReadAsync(Now.AddSeconds(11));

        Assert.Equal((Last - 1, Last + 1), _store.TakeReads()[0]);
        Assert.Equal(5, _history.Sum().Servers[new("a")].Requests);
    }

    [Fact]
    public async Task Sum_SeveralGatewaysAndIntervals_AddsThem()
    {
        _store.Write(Of("g", Last - 9, ("a", 5)), Of("h", Last - 9, ("a", 7), ("b", 1)), Of("g", Last, ("a", 100)));
        await ReadAsync(Now);

        var sum = _history.Sum();

        Assert.Equal((112, 1), (sum.Servers[new("a")].Requests, sum.Servers[new("b")].Requests));
        Assert.Equal(("hot", 113), (sum.HotKeys.Keys.Single().Key, sum.HotKeys.Keys.Single().Requests));
    }

    [Fact]
    public async Task Sum_IntervalIsWrittenAgain_ReplacesIt()
    {
        _store.Write(Of("g", Last - 9, ("a", 5)), Of("g", Last, ("a", 1)));
        await ReadAsync(Now);
        _store.Write(Of("g", Last, ("a", 2)));
        await ReadAsync(Now.AddSeconds(1));
        Assert.Equal(7, _history.Sum().Servers[new("a")].Requests);

        _store.Write(Of("g", Last - 9, ("a", 50)), Of("g", Last, ("a", 3)));
        await ReadAsync(Now.AddMinutes(2));
        Assert.Equal(53, _history.Sum().Servers[new("a")].Requests);
        Assert.Equal(53, _history.Sum().HotKeys.Keys.Single().Requests);
    }

    [Fact]
    public async Task Sum_TimePasses_DropsOldIntervalsAndTheirServers()
    {
        _store.Write(Of("g", First, ("old", 5)), Of("g", Last, ("a", 1)));
        await ReadAsync(Now);
        var later = Now.AddSeconds(40);
        _store.Write(Of("g", StatisticsClock.IndexOf(later), ("a", 10)));
        await ReadAsync(later);

        var sum = _history.Sum();

        Assert.Equal(["a"], sum.Servers.Keys.Select(name => name.Value));
        Assert.Equal(11, sum.Servers[new("a")].Requests);
        Assert.Equal(["a"], _history.TimelineAt(later).Servers.Select(name => name.Value));
    }

    [Fact]
    public async Task TimelineAt_Gaps_AreEmptyIntervals()
    {
        _store.Write(Of("g", Last - 2, ("b", 5)), Of("g", Last, ("a", 1)));
        await ReadAsync(Now);

        var timeline = _history.TimelineAt(Now);

        Assert.Equal(["a", "b"], timeline.Servers.Select(name => name.Value));
        Assert.Equal(181, timeline.Intervals.Length);
        Assert.Equal(DateTimeOffset.UnixEpoch + (First * StatisticsClock.Interval), timeline.First);
        Assert.Equal([5, 0, 1], timeline.Intervals[^3..].Select(interval => interval.Gateways.Sum(gateway => gateway.Requests)));
        Assert.Equal(0, timeline.Intervals[^2].Servers.Slots.Length);
    }

    [Fact]
    public async Task TimelineAt_ServersComeAndGo_HasNoMoreSlotsThanServersAtATime()
    {
        for (var minutes = 0; minutes < 31 * 8; minutes += 31)
        {
            var at = Now.AddMinutes(minutes);
            _store.Write(Of("g", StatisticsClock.IndexOf(at), ($"a-{minutes}", 5), ($"b-{minutes}", 6)));
            await ReadAsync(at);

            var timeline = _history.TimelineAt(at);
            Assert.Equal([$"a-{minutes}", $"b-{minutes}"], timeline.Servers.Select(name => name.Value));
            Assert.Equal(2, timeline.Slots.Count);
            Assert.Equal((5, 6), (RequestsOf("a"), RequestsOf("b")));

            long RequestsOf(string name) => timeline.LastMinute.Of(new($"{name}-{minutes}")).Requests;
        }
    }

    [Fact]
    public async Task TimelineAt_ServerIsBackTogetherWithANewOne_BothHaveTheirStatistics()
    {
        _store.Write(Of("g", Last, ("a", 5)));
        await ReadAsync(Now);
        await ReadAsync(Now.AddMinutes(40));
        var later = Now.AddMinutes(50);
        _store.Write(Of("g", StatisticsClock.IndexOf(later), ("new", 6), ("a", 7)));

        await ReadAsync(later);

        var last = _history.TimelineAt(later).LastMinute;
        Assert.Equal((6, 7), (last.Of(new("new")).Requests, last.Of(new("a")).Requests));
    }

    [Fact]
    public async Task TimelineAt_LaterReads_DoNotChangeIt()
    {
        _store.Write(Of("g", Last, ("a", 5)));
        await ReadAsync(Now);
        var timeline = _history.TimelineAt(Now);

        _store.Write(Of("g", Last, ("b", 7)));
        await ReadAsync(Now.AddSeconds(1));
        await ReadAsync(Now.AddMinutes(40));

        Assert.Equal((5, 0), (timeline.All.Of(new("a")).Requests, timeline.All.Of(new("b")).Requests));
    }

    [Fact]
    public async Task Latest_SomeIntervals_AreThoseUntilNow()
    {
        _store.Write(
            Of("g", Last - 30, ("a", 1)), Of("g", Last - 29, ("a", 2)), Of("h", Last - 6, ("a", 4)), Of("g", Last - 5, ("b", 8)),
            Of("h", Last, ("a", 16)));
        await ReadAsync(Now.AddSeconds(4));

        var timeline = _history.TimelineAt(Now.AddSeconds(4));

        Assert.Equal((24, 16, 8), RequestsIn(timeline.LastMinute));
        Assert.Equal((30, 22, 8), RequestsIn(timeline.LastFiveMinutes));
        Assert.Equal((31, 23, 8), RequestsIn(timeline.All));
        Assert.Equal(TimeSpan.FromSeconds(54), timeline.LastMinute.Length);
        Assert.Equal(24 / 54.0, timeline.LastMinute.RequestsPerSecond, tolerance: 1e-9);
        Assert.Equal(
            [("g", 8), ("h", 16)],
            timeline.LastMinute.Gateways.Values.Select(one => (one.Gateway.Value, one.Requests)).OrderBy(one => one.Value));

        static (long All, long A, long B) RequestsIn(StatisticsWindow window) =>
            (window.Requests, window.Of(new("a")).Requests, window.Of(new("b")).Requests);
    }

    private static IEnumerable<long> IndexesOf((long First, long Last) range)
    {
        Assert.InRange(range.Last - range.First + 1, 1, StatisticsHistory.MostAtOnce);
        return Enumerable.Range(0, (int)(range.Last - range.First) + 1).Select(i => range.First + i);
    }

    private Task ReadAsync(DateTimeOffset now) => _history.ReadAsync(_store, now, LongAgo, Token);

    private static StatisticsInterval Of(string source, long index, params (string Id, long Requests)[] servers) => new(
        new(source),
        index,
        servers.ToImmutableDictionary(
            server => new ServerId(server.Id), server => ServerStatistics.None with { Requests = server.Requests }),
        [new("hot", 1, servers.Sum(server => server.Requests), 0)]);
}
