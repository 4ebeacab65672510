using System.Collections.Immutable;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class CauseTotalsTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly Timeline Sample = Timelines.Of(
        First,
        First.AddSeconds(30),
        [
            [Interval("g1", Causes(("a", "refused", 3), ("b", "refused", 4))), Interval("g2", Causes(("a", "timeout", 1)))],
            [Interval("g1", new([], [new("rate", 9)])), Interval("g2", IntervalCauses.None)],
            [Interval("g2", Causes(("a", "refused", 2)))],
        ]);

    [Fact]
    public void Of_AllServers_AddsGatewaysAndIntervals()
    {
        var totals = CauseTotals.Of(Sample, server: null, gateways: null);

        Assert.Equal([("refused", 9, 20), ("timeout", 1, 0)], totals.Select(Summary));
        Assert.Equal([new("a"), new("b")], totals[0].Servers.AsEnumerable());
    }

    [Fact]
    public void Of_OneServer_HasOnlyItsOwn() =>
        Assert.Equal([("refused", 4, 0)], CauseTotals.Of(Sample, new("b"), gateways: null).Select(Summary));

    [Fact]
    public void Of_OneGateway_HasOnlyWhatItMet() =>
        Assert.Equal([("refused", 7, 0)], CauseTotals.Of(Sample, server: null, new HashSet<GatewayProcess> { new("g1") }).Select(Summary));

    [Fact]
    public void RejectionsOf_OneGateway_AreItsOwn()
    {
        Assert.Equal([("rate", 9, 10)], CauseTotals.RejectionsOf(Sample, new HashSet<GatewayProcess> { new("g1") }).Select(Summary));
        Assert.Empty(CauseTotals.RejectionsOf(Sample, new HashSet<GatewayProcess> { new("g2") }));
    }

    private static (string Cause, long Number, int LastSecond) Summary(CauseTotal total) =>
        (total.Cause, total.Number, (int)(total.Last - First).TotalSeconds);

    private static StatisticsInterval Interval(string source, IntervalCauses causes) =>
        new(new(source), 0, ImmutableDictionary<ServerId, ServerStatistics>.Empty, []) { Causes = causes };

    private static IntervalCauses Causes(params (string Server, string Cause, long Number)[] counts) => new(
        counts.ToImmutableDictionary(
            one => new ServerId(one.Server), one => ImmutableArray.Create(new CauseCount(one.Cause, one.Number))),
        []);
}
