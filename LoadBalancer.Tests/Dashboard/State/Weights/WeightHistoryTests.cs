using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Dashboard.State.Weights;

namespace LoadBalancer.Tests.Dashboard.State.Weights;

public sealed class WeightHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly WeightHistory _history = new();

    [Fact]
    public void Until_JustStarted_KnowsOnlyTheIntervalInProgress()
    {
        _history.Next(ClusterOf(("a", 100), ("b", 300)), Noon.AddSeconds(4));

        var shares = _history.Until(Noon.AddSeconds(4));

        Assert.Equal(181, shares.Length);
        Assert.All(shares[..^1], Assert.Null);
        Assert.Equal([0.25, 0.75], shares[^1]!.Shares);
    }

    [Fact]
    public void Until_WeightsStay_IsTheSameObjectInEveryInterval()
    {
        for (var second = 0; second < 65; second++)
        {
            // Health that changes makes a new snapshot with the same weights.
            _history.Next(ClusterOf(("a", 100), ("b", 300)), Noon.AddSeconds(second));
        }

        var known = _history.Until(Noon.AddSeconds(64))[^7..];

        Assert.All(known, shares => Assert.Same(known[0], shares));
    }

    [Fact]
    public void Until_ChangeWithinAnInterval_HasTheMeanByTime()
    {
        _history.Next(ClusterOf(("a", 100), ("b", 100)), Noon);
        _history.Next(ClusterOf(("a", 100), ("b", 300), ("c", 100)), Noon.AddSeconds(4));
        _history.Next(ClusterOf(("a", 100), ("b", 300), ("c", 100)), Noon.AddSeconds(14));

        var shares = _history.Until(Noon.AddSeconds(14));

        Assert.Equal((0.5 * 0.4) + (0.2 * 0.6), Of(shares[^2]!, "a"), 9);
        Assert.Equal((0.5 * 0.4) + (0.6 * 0.6), Of(shares[^2]!, "b"), 9);
        Assert.Equal(0.2 * 0.6, Of(shares[^2]!, "c"), 9);
        Assert.Equal(0.2, Of(shares[^1]!, "c"), 9);
    }

    [Fact]
    public void Until_SlowStart_FollowsTheWeightInEffect()
    {
        for (var second = 0; second <= 20; second++)
        {
            _history.Next(ClusterOf([100, Math.Max(1, second * 5)], ("a", 100), ("b", 100)), Noon.AddSeconds(second));
        }

        var shares = _history.Until(Noon.AddSeconds(20));

        Assert.InRange(Of(shares[^3]!, "b"), 0.1, 0.25);
        Assert.InRange(Of(shares[^2]!, "b"), 0.35, 0.48);
        Assert.Equal(0.5, Of(shares[^1]!, "b"), 9);
    }

    [Fact]
    public void Until_Drain_LeavesNothingForTheServer()
    {
        _history.Next(ClusterOf(("a", 100), ("b", 100, ServerState.Draining)), Noon);

        Assert.Equal([1, 0], _history.Until(Noon)[^1]!.Shares);
    }

    [Fact]
    public void Until_PauseOfThreeIntervals_FillsThem()
    {
        _history.Next(ClusterOf(("a", 100)), Noon);
        _history.Next(ClusterOf(("b", 100)), Noon.AddSeconds(35));

        var shares = _history.Until(Noon.AddSeconds(35));

        Assert.Null(shares[^5]);
        Assert.All(shares[^4..], one => Assert.Equal(["a"], one!.Servers.Select(server => server.Value)));
    }

    [Fact]
    public void Next_ClockSetBack_KeepsWhatIsKnown()
    {
        _history.Next(ClusterOf(("a", 100)), Noon.AddSeconds(30));
        _history.Next(ClusterOf(("b", 100)), Noon.AddSeconds(10));
        _history.Next(ClusterOf(("b", 100)), Noon.AddSeconds(40));

        Assert.Equal(["a"], _history.Until(Noon.AddSeconds(40))[^2]!.Servers.Select(server => server.Value));
    }

    [Fact]
    public void Next_Hours_ForgetsWhatIsTooOld()
    {
        for (var minute = 0; minute <= 120; minute++)
        {
            _history.Next(ClusterOf(("a", 100 + minute), ("b", 100)), Noon.AddMinutes(minute));
        }

        var shares = _history.Until(Noon.AddHours(2));

        Assert.Equal((int)(StatisticsClock.Longest / StatisticsClock.Interval) + 1, shares.Length);
        Assert.Equal(190.0 / 290, Of(shares[0]!, "a"), 9);
        Assert.Equal(219.0 / 319, Of(shares[^2]!, "a"), 9);
    }

    private static double Of(WeightShares shares, string server) => shares.Shares[shares.Servers.IndexOf(new(server))];

    private static ClusterSnapshot ClusterOf(params (string Id, int Weight)[] servers) =>
        ClusterOf([.. servers.Select(server => server.Weight)], servers);

    private static ClusterSnapshot ClusterOf((string Id, int Weight) one, (string Id, int Weight, ServerState State) other) =>
        ClusterOf([one.Weight, other.Weight], [ServerOf(one.Id, one.Weight), ServerOf(other.Id, other.Weight) with { State = other.State }]);

    private static ClusterSnapshot ClusterOf(int[] weights, params (string Id, int Weight)[] servers) =>
        ClusterOf(weights, servers.Select(server => ServerOf(server.Id, server.Weight)));

    private static ClusterSnapshot ClusterOf(int[] weights, IEnumerable<Server> servers) =>
        ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring, [.. weights]);

    private static Server ServerOf(string id, int weight) => new() { Id = new(id), Url = $"http://{id}.test", Weight = weight, Since = Noon };
}
