using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class SlowStartTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(9);
    private static readonly DateTimeOffset Noon = Changes.Noon;

    private readonly SlowStart _slowStart = new(Window);

    [Theory]
    [InlineData(-5_000, 10)]
    [InlineData(0, 10)]
    [InlineData(999, 10)]
    [InlineData(1_000, 20)]
    [InlineData(7_999, 80)]
    [InlineData(8_000, 90)]
    [InlineData(8_999, 90)]
    [InlineData(9_000, 100)]
    [InlineData(1_000_000, 100)]
    public void WeightsAt_Newcomer_GrowsInNineStepsFromATenth(int milliseconds, int weight)
    {
        var weights = _slowStart.WeightsAt(Members(("old", 100, -9_000), ("new", 100, 0)), Noon.AddMilliseconds(milliseconds));

        Assert.Equal([weight, 100], weights);
    }

    [Fact]
    public void WeightsAt_WholeClusterStarts_IsFull()
    {
        var membership = Members(("a", 100, 0), ("b", 50, 4_000), ("c", 1_000, 8_999));

        Assert.Equal([100, 50, 1_000], _slowStart.WeightsAt(membership, Noon));
        Assert.Null(_slowStart.NextStepAfter(membership, Noon));
    }

    [Fact]
    public void WeightsAt_OnlyServer_IsFull() => Assert.Equal([100], _slowStart.WeightsAt(Members(("a", 100, 0)), Noon));

    [Fact]
    public void WeightsAt_NoServers_IsEmpty() => Assert.Empty(_slowStart.WeightsAt(MembershipSnapshot.Empty, Noon));

    [Fact]
    public void WeightsAt_SmallWeights_AreAtLeastOneAndRoundedUp() =>
        Assert.Equal([1, 2, 100], _slowStart.WeightsAt(Members(("a", 1, 0), ("b", 15, 0), ("old", 100, -60_000)), Noon));

    [Fact]
    public void WeightsAt_WindowOfZero_IsFull() =>
        Assert.Equal([100, 100], new SlowStart(TimeSpan.Zero).WeightsAt(Members(("old", 100, -60_000), ("z", 100, 0)), Noon));

    [Fact]
    public void Constructor_NegativeWindow_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlowStart(TimeSpan.FromTicks(-1)));

    /// <summary>Going from step to step skips no change of a weight, and ends.</summary>
    [Fact]
    public void NextStepAfter_FollowedToTheEnd_VisitsEveryWeightOnce() =>
        Gen.Select(Gen.Long[1, 100_000_000], Gen.Int[10, 1_000]).Sample((ticks, weight) =>
        {
            var slowStart = new SlowStart(TimeSpan.FromTicks(ticks));
            var membership = new MembershipSnapshot(new("e"), 1, [Server("a", weight, Noon), Server("old", 100, Noon.AddTicks(-ticks))]);

            var seen = new List<int> { slowStart.WeightsAt(membership, Noon)[0] };
            var now = Noon;
            while (slowStart.NextStepAfter(membership, now) is { } next)
            {
                Assert.True(next > now);
                Assert.Equal(seen[^1], slowStart.WeightsAt(membership, next.AddTicks(-1))[0]);
                seen.Add(slowStart.WeightsAt(membership, next)[0]);
                now = next;
            }

            Assert.Equal(weight, seen[^1]);
            Assert.Equal(seen.Order(), seen);
            Assert.InRange(seen.Count, 2, SlowStart.Steps + 1);
        });

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void WeightsAt_StepAfterStep_MovesKeysOnlyTowardsTheNewcomer(PlacementAlgorithm algorithm)
    {
        var membership = Members(("a", 100, -60_000), ("b", 250, -60_000), ("c", 100, -60_000), ("new", 300, 0));
        var now = Noon;
        var snapshot = ClusterSnapshot.Create(membership, algorithm, _slowStart.WeightsAt(membership, now));

        while (_slowStart.NextStepAfter(membership, now) is { } next)
        {
            var grown = snapshot.Next(membership, algorithm, _slowStart.WeightsAt(membership, next));

            Assert.All(Placements.Probes, hash =>
            {
                var (before, after) = (snapshot.Placement.Owner(hash), grown.Placement.Owner(hash));
                Assert.True(before == after || after == membership.IndexOf(new("new")));
            });
            Assert.NotEqual(snapshot.Digest, grown.Digest);
            (snapshot, now) = (grown, next);
        }

        Assert.Equal(ClusterSnapshot.Create(membership, algorithm).Digest, snapshot.Digest);
    }

    private static MembershipSnapshot Members(params (string Id, int Weight, int Milliseconds)[] servers) =>
        new(new("e"), 1, servers.Select(server => Server(server.Id, server.Weight, Noon.AddMilliseconds(server.Milliseconds))));

    private static Server Server(string id, int weight, DateTimeOffset since) =>
        new() { Id = new(id), Url = $"http://{id}.test", Weight = weight, Since = since };
}
