using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class StatisticsHistoryTests
{
    private static readonly DateTimeOffset Now = Reports.Noon;
    private static readonly DateTimeOffset LongAgo = Now.AddDays(-1);
    private static readonly long Last = StatisticsClock.IndexOf(Now);
    private static readonly long First = StatisticsClock.IndexOf(Now - StatisticsClock.Longest);

    private readonly StatisticsHistory _history = new();

    [Fact]
    public void RangeToRead_FirstTime_IsEverything() => Assert.Equal((First, Last), _history.RangeToRead(Now, LongAgo));

    [Fact]
    public void RangeToRead_Afterwards_IsWhatMayStillChange()
    {
        _history.Take(Now, (First, Last), []);

        Assert.Equal((Last - 1, Last), _history.RangeToRead(Now.AddSeconds(1), LongAgo));
    }

    [Fact]
    public void RangeToRead_AfterAPause_IsWhatMayHaveChangedSinceTheLastReading()
    {
        _history.Take(Now, (First, Last), []);
        var later = Now + (4 * StatisticsClock.Interval);

        Assert.Equal((Last - 1, Last + 4), _history.RangeToRead(later, LongAgo));
    }

    [Fact]
    public void RangeToRead_Periodically_IsEverything()
    {
        _history.Take(Now, (First, Last), []);
        var later = Now + StatisticsHistory.FullReadInterval;

        Assert.Equal(StatisticsClock.IndexOf(later - StatisticsClock.Longest), _history.RangeToRead(later, LongAgo).First);
    }

    [Fact]
    public void RangeToRead_StoreJustBack_IsEverythingSeveralTimes()
    {
        _history.Take(Now, (First, Last), []);

        Assert.Equal(Last - 1, _history.RangeToRead(Now.AddSeconds(1), Now).First);
        Assert.Equal(First, _history.RangeToRead(Now.AddSeconds(2), Now).First);
        Assert.Equal(Last - 1, _history.RangeToRead(Now + StatisticsHistory.Settling, Now).First);
    }

    [Fact]
    public void Sum_SeveralGatewaysAndIntervals_AddsThem()
    {
        _history.Take(Now, (First, Last), [Of("g", Last - 9, ("a", 5)), Of("h", Last - 9, ("a", 7), ("b", 1)), Of("g", Last, ("a", 100))]);

        var sum = _history.Sum();

        Assert.Equal((112, 1), (sum.Servers[new("a")].Requests, sum.Servers[new("b")].Requests));
        Assert.Equal(("hot", 113), (sum.HotKeys.Keys.Single().Key, sum.HotKeys.Keys.Single().Requests));
    }

    [Fact]
    public void Take_SameIntervalAgain_ReplacesIt()
    {
        _history.Take(Now, (First, Last), [Of("g", Last - 9, ("a", 5)), Of("g", Last, ("a", 1))]);
        _history.Take(Now, (Last - 1, Last), [Of("g", Last, ("a", 2))]);
        Assert.Equal(7, _history.Sum().Servers[new("a")].Requests);

        _history.Take(Now, (First, Last), [Of("g", Last - 9, ("a", 50)), Of("g", Last, ("a", 3))]);
        Assert.Equal(53, _history.Sum().Servers[new("a")].Requests);
    }

    [Fact]
    public void Take_TimePasses_DropsOldIntervalsAndClosesFinishedOnes()
    {
        _history.Take(Now, (First, Last), [Of("g", First, ("old", 5)), Of("g", Last, ("a", 1))]);
        var later = Now.AddSeconds(40);
        var last = StatisticsClock.IndexOf(later);
        _history.Take(later, (last - 1, last), [Of("g", last, ("a", 10))]);

        var sum = _history.Sum();

        Assert.Equal(["a"], sum.Servers.Keys.Select(name => name.Value));
        Assert.Equal(11, sum.Servers[new("a")].Requests);
    }

    [Fact]
    public void TimelineAt_Gaps_AreEmptyIntervals()
    {
        _history.Take(Now, (First, Last), [Of("g", Last - 2, ("b", 5)), Of("g", Last, ("a", 1))]);

        var timeline = _history.TimelineAt(Now, _history.Sum());

        Assert.Equal(["a", "b"], timeline.Servers.Select(name => name.Value));
        Assert.Equal(181, timeline.Intervals.Length);
        Assert.Equal(DateTimeOffset.UnixEpoch + (First * StatisticsClock.Interval), timeline.First);
        Assert.Equal(5, timeline.Intervals[^3][new("b")].Requests);
        Assert.Empty(timeline.Intervals[^2]);
        Assert.Equal(1, timeline.Intervals[^1][new("a")].Requests);
    }

    private static StatisticsInterval Of(string source, long index, params (string Id, long Requests)[] servers) => new(
        new(source),
        index,
        servers.ToImmutableDictionary(
            server => new ServerId(server.Id), server => ServerStatistics.None with { Requests = server.Requests }),
        [new("hot", 1, servers.Sum(server => server.Requests), 0)]);
}
