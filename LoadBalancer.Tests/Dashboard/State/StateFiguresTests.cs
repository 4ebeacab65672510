using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class StateFiguresTests
{
    private const int Intervals = 181;

    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Of_ClusterInUse_HasTheLastMinuteAndTheHalfHour()
    {
        var snapshot = SampleCluster.InUse();

        var state = StateFigures.Of(snapshot);

        Assert.Equal((5, 4, 1), (state.Servers, state.Healthy, state.Draining));
        Assert.Equal((3, 3, 3), (state.Gateways, state.Reporting, state.Sending));
        Assert.Equal(snapshot.RecentRequests, state.HalfHour.Requests);
        Assert.Equal(snapshot.Responses.All.ServerErrors, state.HalfHour.Errors);
        Assert.Equal(41 + (6 * 3), state.LastMinute.Errors);
        Assert.InRange(state.LastMinute.ErrorRate!.Value, state.HalfHour.ErrorRate!.Value * 10, 0.01);
        Assert.False(state.IsIncomplete);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    public void Of_FewRequests_HasNoRateAndNoPercentile(int requests)
    {
        var state = Of(new() { [(1, 180)] = (requests, 4) });

        Assert.Equal((requests, 4), (state.LastMinute.Requests, state.LastMinute.Errors));
        Assert.Equal(requests == 20 ? 0.2 : (double?)null, state.LastMinute.ErrorRate);
        Assert.Equal(requests == 20, state.LastMinute.P99 is not null);
    }

    [Fact]
    public void Of_Responses4xx_AreCountedApartFrom5xx()
    {
        var traffic = TrafficFigures.Of(new ServerStatistics(100, 0, 0, 0, 1, LatencyHistogram.Empty)
        {
            Responses = new(new(0, 50, 0, 40, 0), new(0, 0, 0, 4, 6), ClientsLeft: 0),
        });

        Assert.Equal((6, 44, "6%", "44%"), (traffic.Errors, traffic.ClientErrors, traffic.ErrorText, traffic.ClientErrorText));
    }

    [Fact]
    public void Of_NoRequestInTheLastMinute_KeepsTheHalfHour()
    {
        var state = Of(new() { [(1, 174)] = (500, 5) });

        Assert.Equal(new(0, 0, 0, null), state.LastMinute);
        Assert.Null(state.LastMinute.ErrorRate);
        Assert.Equal((500, 0.01), (state.HalfHour.Requests, state.HalfHour.ErrorRate));
    }

    [Fact]
    public void Of_OldestIntervalOfTheLastMinute_Counts() =>
        Assert.Equal(30, Of(new() { [(1, 175)] = (30, 0), [(1, 174)] = (500, 5) }).LastMinute.Requests);

    [Theory]
    [InlineData(178, 2, false)]
    [InlineData(177, 1, true)]
    public void Of_OneGatewayIsLate_SaysSo(int latest, int sending, bool isIncomplete)
    {
        var state = Of(new() { [(1, 180)] = (30, 0), [(2, latest)] = (70, 0) });

        Assert.Equal((sending, isIncomplete), (state.Sending, state.IsIncomplete));
        Assert.Equal(100, state.LastMinute.Requests);
    }

    [Fact]
    public void Of_LostGateway_IsNotCountedAlthoughItsRequestsAreKnown()
    {
        var state = Of(new() { [(1, 180)] = (5, 0), [(3, 180)] = (5, 0) }, lost: 3);

        Assert.Equal((3, 2, 1, true), (state.Gateways, state.Reporting, state.Sending, state.IsIncomplete));
        Assert.Equal(10, state.LastMinute.Requests);
    }

    [Fact]
    public void Of_FewRequests_DoesNotMissTheGatewaysWithoutAny() => Assert.False(Of(new() { [(1, 180)] = (5, 0) }).IsIncomplete);

    [Theory]
    [InlineData(10, 300, 6, true)]
    [InlineData(10, 299, 6, false)]
    [InlineData(10, 300, 4, false)]
    [InlineData(2.5, 300, 6, false)]
    public void IsSlow_LastMinuteAboveTheMinutesBefore_IfThereIsEnoughToCompare(
        double factor, int requests, int minutes, bool isSlow)
    {
        var traffic = Enumerable.Range(0, minutes * 6).ToDictionary(i => (1, 174 - i), i => (50, 0, Usual));
        traffic.Add((1, 180), (requests, 0, Usual * factor));

        var state = WithLatency(traffic);

        Assert.Equal(isSlow, state.IsSlow);
        Assert.Equal(minutes >= StateFigures.FewestMinutes, state.UsualP99 is not null);
    }

    [Fact]
    public void IsSlow_ForMinutes_StaysSoAlthoughTheHalfHourIsSlowToo()
    {
        var traffic = Enumerable.Range(0, 60).ToDictionary(i => (1, 174 - i), i => (50, 0, i < 18 ? Usual * 10 : Usual));
        traffic.Add((1, 180), (300, 0, Usual * 10));

        var state = WithLatency(traffic);

        Assert.True(state.IsSlow);
        Assert.InRange(state.HalfHour.P99!.Value, Usual * 9, Usual * 11);
    }

    [Fact]
    public void IsSlow_AFewMillisecondsMore_IsNot()
    {
        var usual = TimeSpan.FromMilliseconds(2);
        var traffic = Enumerable.Range(0, 60).ToDictionary(i => (1, 174 - i), i => (50, 0, usual));
        traffic.Add((1, 180), (300, 0, usual * 8));

        Assert.False(WithLatency(traffic).IsSlow);
    }

    [Fact]
    public void Of_Nothing_IsZero() => Assert.Equal(
        new(0, 0, 0, 0, 0, 0, new(0, 0, 0, null), new(0, 0, 0, null)), StateFigures.Of(SampleCluster.Nothing()));

    /// <summary>Returns the figures of two gateways that report, and perhaps a lost one.</summary>
    /// <param name="traffic">The requests and errors, by gateway and interval; the last interval is 180.</param>
    /// <param name="lost">The number of the lost gateway.</param>
    private static StateFigures Of(Dictionary<(int Gateway, int Interval), (int Requests, int Errors)> traffic, int? lost = null) =>
        WithLatency(traffic.ToDictionary(one => one.Key, one => (one.Value.Requests, one.Value.Errors, Usual)), lost);

    private static StateFigures WithLatency(
        Dictionary<(int Gateway, int Interval), (int Requests, int Errors, TimeSpan Latency)> traffic, int? lost = null)
    {
        var calm = SampleCluster.InUse();
        var intervals = Enumerable.Range(0, Intervals).Select(i => traffic.Where(one => one.Key.Interval == i)
            .Select(one => Of(one.Key.Gateway, i, one.Value.Requests, one.Value.Errors, one.Value.Latency))
            .ToArray());
        return StateFigures.Of(calm with
        {
            Gateways = calm.Gateways[..2],
            LostGateways = lost is null ? [] : [new KnownGateway(new($"gateway-{lost}"), new($"gateway-{lost}.1"), Reports.Noon)],
            Timeline = Timelines.Of(Reports.Noon, Reports.Noon, intervals),
        });
    }

    private static StatisticsInterval Of(int gateway, long index, int requests, int errors, TimeSpan latency) => new(
        new($"gateway-{gateway}.1"),
        index,
        ImmutableDictionary<ServerId, ServerStatistics>.Empty.Add(
            new("backend-1"),
            new(requests, 0, 0, 0, 1, LatencyHistogram.Create([new(LatencyBuckets.Wire.IndexOf(latency), requests)]))
            {
                Responses = new(new(0, requests - errors, 0, 0, errors), default, ClientsLeft: 0),
            }),
        []);
}
