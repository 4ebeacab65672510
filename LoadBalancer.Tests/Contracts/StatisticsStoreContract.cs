using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every statistics store; each implementation runs all of these tests.</summary>
public abstract class StatisticsStoreContract
{
    private static readonly long Now = StatisticsClock.IndexOf(Changes.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a store for an unused cluster.</summary>
    internal abstract IStatisticsStore Create();

    [Fact]
    public async Task Read_NothingWritten_IsEmpty() => Assert.Empty(await Create().ReadAsync(Now - 180, Now, Token));

    [Fact]
    public async Task Read_AnInterval_ReturnsWhatWasWritten()
    {
        var store = Create();
        var interval = Interval("one", Now, 3);

        await store.WriteAsync([interval], Token);

        interval.AssertEqual(Assert.Single(await store.ReadAsync(Now, Now, Token)));
    }

    [Fact]
    public async Task Read_AnIntervalOfAnEarlierBuild_HasNoLatencyOfRequests()
    {
        var store = Create();
        var interval = Interval("one", Now, 3) with { RequestLatency = null };

        await store.WriteAsync([interval, Interval("two", Now, 3)], Token);

        interval.AssertEqual((await store.ReadAsync(Now, Now, Token)).Single(read => read.Source == interval.Source));
    }

    [Fact]
    public async Task Read_AnIntervalInWhichNoRequestEnded_IsNotThatOfAnEarlierBuild()
    {
        var store = Create();

        await store.WriteAsync([Interval("one", Now, 3) with { RequestLatency = LatencyHistogram.Empty }], Token);

        Assert.Equal(0, Assert.Single(await store.ReadAsync(Now, Now, Token)).RequestLatency?.Count);
    }

    [Fact]
    public async Task Write_SameSourceAndIndexAgain_ReplacesIt()
    {
        var store = Create();
        await store.WriteAsync([Interval("one", Now, 3)], Token);

        await store.WriteAsync([Interval("one", Now, 5)], Token);

        Interval("one", Now, 5).AssertEqual(Assert.Single(await store.ReadAsync(Now, Now, Token)));
    }

    [Fact]
    public async Task Write_OtherSourcesAndIntervals_AreKeptSeparately()
    {
        var store = Create();

        await store.WriteAsync([Interval("one", Now, 1), Interval("two", Now, 2), Interval("one", Now - 1, 3)], Token);
        await store.WriteAsync([Interval("three", Now, 4)], Token);

        Assert.Equal(
            [("one", Now - 1, 3), ("one", Now, 1), ("three", Now, 4), ("two", Now, 2)],
            (await store.ReadAsync(Now - 1, Now, Token)).Select(Summary).Order());
    }

    [Fact]
    public async Task Read_Range_IncludesBothEndsAndNothingElse()
    {
        var store = Create();
        await store.WriteAsync([.. Enumerable.Range(0, 10).Select(offset => Interval("one", Now - offset, offset + 1))], Token);

        var read = await store.ReadAsync(Now - 5, Now - 2, Token);

        Assert.Equal([Now - 5, Now - 4, Now - 3, Now - 2], read.Select(interval => interval.Index).Order());
        Assert.Empty(await store.ReadAsync(Now, Now - 1, Token));
    }

    [Fact]
    public async Task Write_WholeHistoryAtOnce_IsReadBack()
    {
        var store = Create();

        await store.WriteAsync([.. Enumerable.Range(0, 181).Select(offset => Interval("one", Now - offset, offset + 1))], Token);

        Assert.Equal(181, (await store.ReadAsync(Now - 180, Now, Token)).Length);
    }

    [Fact]
    public async Task Write_Nothing_ChangesNothing()
    {
        var store = Create();

        await store.WriteAsync([], Token);

        Assert.Empty(await store.ReadAsync(Now, Now, Token));
    }

    private static (string Source, long Index, long Requests) Summary(StatisticsInterval interval) =>
        (interval.Source.Value, interval.Index, interval.Servers[new("a")].Requests);

    private static StatisticsInterval Interval(string source, long index, int requests) => new(
        new(source),
        index,
        ImmutableDictionary.CreateRange(
        [
            KeyValuePair.Create(
                new ServerId("a"), new ServerStatistics(requests, 1, 2, 3, 4, LatencyHistogram.Create([new(7, requests), new(543, 1)]))),
            KeyValuePair.Create(new ServerId("b"), new ServerStatistics(0, 1, 0, 0, 0, LatencyHistogram.Empty)),
        ]),
        [new("hot", 0xFFFF_0000_1234_5678, requests, 1), new("schlüssel 😀", 1, 3, 0)])
    { UnlistedKeys = 2, RequestLatency = LatencyHistogram.Create([new(8, requests)]), Causes = CausesOf(requests) };

    /// <summary>Of every second interval, since nothing is written for those without failures.</summary>
    private static IntervalCauses CausesOf(int requests) => requests % 2 == 0 ? IntervalCauses.None : new(
        ImmutableDictionary<ServerId, ImmutableArray<CauseCount>>.Empty
            .Add(new("a"), [new("connection_refused", requests), new("http_response_timeout", 2)])
            .Add(new("b"), [new("of a later build", 1)]),
        [new("overload", 7)]);
}
