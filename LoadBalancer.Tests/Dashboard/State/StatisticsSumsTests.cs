using System.Collections.Immutable;
using CsCheck;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Tests.Dashboard.State;

/// <summary>The sums of columns are exactly those of objects, whatever is written late, again, or not at all.</summary>
public sealed class StatisticsSumsTests
{
    private static readonly DateTimeOffset Start = Reports.Noon;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Gen<ServerStatistics> GenServer =
        from numbers in Gen.OneOf(Gen.Const(0L), Gen.Long[1, 200], Gen.Long[0, uint.MaxValue / 3]).Array[15]
        from maxInFlight in Gen.OneOf(Gen.Int[0, 20], Gen.Const(int.MaxValue))
        from counts in Gen.Select(Gen.Int[0, LatencyBuckets.Wire.Count - 1], Gen.Long[1, 1L << 40]).List[0, 6]
        select StatisticsColumn.Read(
            numbers, maxInFlight, LatencyHistogram.Create(counts.Select(count => new LatencyCount(count.Item1, count.Item2))));

    private static readonly Gen<StatisticsInterval> GenWrites =
        from source in Gen.Int[1, 3]
        from age in Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 180])
        from servers in Gen.Select(Gen.Int[1, 9], GenServer).List[0, 5]
        from rejected in Gen.Long[0, 9]
        select new StatisticsInterval(
            new($"g-{source}"),
            age,
            servers.DistinctBy(server => server.Item1)
                .ToImmutableDictionary(server => new ServerId($"s-{server.Item1}"), server => server.Item2),
            [])
        {
            Unplaced = new(default, new(0, 0, 0, rejected, 0), ClientsLeft: 0),
        };

    [Fact]
    public Task Sums_AnyWritesInAnyOrder_AreThoseOfTheNaiveSum() =>
        Gen.Select(GenWrites.List[1, 8], Gen.Int[0, 1_900]).List[1, 6].SampleAsync(async steps =>
        {
            var (history, store, now) = (new StatisticsHistory(), new WrittenStatistics(), Start);
            foreach (var (writes, seconds) in steps)
            {
                now = now.AddSeconds(seconds + 2);
                var (first, last) = (StatisticsClock.IndexOf(now - StatisticsClock.Longest), StatisticsClock.IndexOf(now));
                store.Write([.. writes.Select(write => write with { Index = last - write.Index })]);

                // The store is always just back, so that it is read completely whenever the last time is two seconds ago.
                await history.ReadAsync(store, now, connectedSince: now, Token);
                var all = store.In(first, last);
                var (sum, timeline) = (history.Sum(), history.TimelineAt(now));

                Assert.Equal(NaiveStatistics.Describe(NaiveStatistics.Sum(all)), NaiveStatistics.Describe(sum.Servers));
                Assert.Equal(ResponseCounts.Sum(all.Select(interval => interval.Unplaced)), sum.Unplaced);
                Assert.Equal(sum.Servers.Keys.OrderBy(id => id.Value, StringComparer.Ordinal), timeline.Servers);
                foreach (var count in (int[])[1, 6, 30, 181])
                {
                    CheckWindow(timeline.Latest(count), store.In(last - count + 1, last));
                }
            }
        });

    private static void CheckWindow(StatisticsWindow window, ImmutableArray<StatisticsInterval> all)
    {
        var naive = NaiveStatistics.Sum(all);
        Assert.Equal(
            NaiveStatistics.Describe(naive),
            NaiveStatistics.Describe(naive.Keys.Select(server => KeyValuePair.Create(server, window.Of(server)))));
        var gateways = all.GroupBy(interval => interval.Source).Select(gateway => (
                gateway.Key,
                Requests: gateway.Sum(one => one.Servers.Values.Sum(server => server.Requests) + one.Unplaced.Requests),
                Latency: gateway.Sum(one => one.Servers.Values.Sum(server => server.Latency.Count))))
            .Where(gateway => gateway.Requests > 0).ToHashSet();
        Assert.Equal(
            gateways,
            window.Gateways.Values.Select(one => (one.Gateway, one.Requests, one.Servers.Latency.Count)).ToHashSet());
        Assert.Equal(naive.Values.Sum(server => server.Requests) + all.Sum(one => one.Unplaced.Requests), window.Requests);
        Assert.Equal(naive.Values.Sum(server => server.Latency.Count), window.Servers.Latency.Count);
    }
}
