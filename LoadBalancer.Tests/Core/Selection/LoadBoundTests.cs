using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class LoadBoundTests
{
    private readonly ClusterLoad _load = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 2)]
    [InlineData(99, 50)]
    [InlineData(100, 51)]
    public void CapOf_EqualServers_IsFactorTimesShareOfOneMore(int inFlight, int cap)
    {
        var bound = Bound(Snapshot(100, 100, 100), factor: 1.5, floor: 0);

        _load.Of(new("s0")).Begin(inFlight);

        Assert.Equal(cap, bound.CapOf(1));
    }

    [Fact]
    public void CapOf_UnequalServers_FollowsTheWeight()
    {
        var bound = Bound(Snapshot(100, 300), factor: 1, floor: 0);

        _load.Of(new("s0")).Begin(79);

        Assert.Equal(20, bound.CapOf(0));
        Assert.Equal(60, bound.CapOf(1));
    }

    [Fact]
    public void CapOf_DrainingServers_LeaveTheirShareToTheOthers()
    {
        var membership = new MembershipSnapshot(new("e"), 1, [Server(0, 100), Server(1, 100) with { State = ServerState.Draining }]);
        var bound = Bound(ClusterSnapshot.Create(membership, PlacementAlgorithm.Ring), factor: 1, floor: 0);

        _load.Of(new("s0")).Begin(9);

        Assert.Equal(10, bound.CapOf(0));
    }

    [Fact]
    public void Admits_AtTheCap_IsOver()
    {
        var bound = Bound(Snapshot(100, 100), factor: 1, floor: 0);

        _load.Of(new("s0")).Begin(4);
        _load.Of(new("s1")).Begin(1);

        Assert.Equal(3, bound.CapOf(0));
        Assert.False(bound.Admits(0));
        Assert.True(bound.Admits(1));
    }

    [Fact]
    public void Admits_BelowTheFloor_IsAlwaysTrue()
    {
        var bound = Bound(Snapshot(100, 100), factor: 1, floor: 8);

        _load.Of(new("s0")).Begin(7);
        Assert.True(bound.Admits(0));

        _load.Of(new("s0")).Begin();
        Assert.False(bound.Admits(0));
    }

    [Fact]
    public void Admits_OthersRequests_CountAndAreForgotten()
    {
        var bound = Bound(Snapshot(100, 100), factor: 1.25, floor: 0);

        _load.SetElsewhere(new Dictionary<ServerId, int> { [new("s0")] = 50, [new("s1")] = 10 });

        Assert.Equal(60, _load.InFlight);
        Assert.False(bound.Admits(0));
        Assert.True(bound.Admits(1));

        _load.SetElsewhere(new Dictionary<ServerId, int>());

        Assert.Equal(0, _load.InFlight);
        Assert.True(bound.Admits(0));
    }

    [Theory]
    [InlineData(0.99, 0)]
    [InlineData(1, -1)]
    public void Constructor_OutOfRange_Throws(double factor, int floor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bound(Snapshot(1), factor, floor));

    /// <summary>For any keys, placement, weights, and factor, no server ever exceeds its cap.</summary>
    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Select_RequestsThatComeAndGo_NeverExceedTheCap(PlacementAlgorithm algorithm) =>
        Gen.Select(Gen.Int[1, 1_000].Array[1, 8], Gen.Double[1, 3], Gen.Select(Gen.ULong[0, 20], Gen.Bool).Array[1, 200]).Sample(
            (weights, factor, requests) =>
            {
                var load = new ClusterLoad();
                var snapshot = Snapshot(algorithm, weights);
                var bound = new LoadBound(snapshot, load, factor, floor: 0);
                var inFlight = new Queue<int>();
                foreach (var (key, ends) in requests)
                {
                    var hash = KeyHash.Of(algorithm, $"{key}");
                    var selected = snapshot.Select(hash, [], bound);
                    var cap = bound.CapOf(selected.Server);
                    load.Of(new($"s{selected.Server}")).Begin();
                    inFlight.Enqueue(selected.Server);

                    Assert.True(load.Of(new($"s{selected.Server}")).InFlight <= cap);
                    Assert.Equal(selected.Server == snapshot.Placement.Owner(hash), selected.Reason == SelectionReason.Owner);
                    if (ends)
                    {
                        load.Of(new($"s{inFlight.Dequeue()}")).End();
                    }
                }

                Assert.Equal(inFlight.Count, load.InFlight);
            },
            iter: 50);

    [Fact]
    public void Select_OverloadedOwner_SpillsEachKeyToItsSecondChoice()
    {
        var snapshot = Snapshot(100, 100, 100, 100);
        var bound = Bound(snapshot, factor: 1.25, floor: 0);
        var hash = snapshot.HashOf("hot");
        var candidates = snapshot.Placement.CandidateIds(hash).ToArray();

        _load.Of(new(candidates[0])).Begin(100);

        var spilled = snapshot.Select(hash, [], bound);
        Assert.Equal(candidates[1], snapshot.Membership.Servers[spilled.Server].Id.Value);
        Assert.Equal(SelectionReason.OwnerOverloaded, spilled.Reason);
    }

    /// <summary>Which servers may take a request is decided before which of them should: a retry is not rejected because of load.</summary>
    [Fact]
    public void Select_OnlyOverloadedServersLeft_TakesTheMostPreferred()
    {
        var snapshot = Snapshot(100, 100, 100);
        var bound = Bound(snapshot, factor: 1, floor: 0);
        var hash = snapshot.HashOf("hot");
        var candidates = snapshot.Placement.CandidateIds(hash).Select(id => snapshot.Membership.IndexOf(new(id))).ToArray();
        _load.Of(new($"s{candidates[1]}")).Begin(100);
        _load.Of(new($"s{candidates[2]}")).Begin(100);

        Assert.Equal(new(candidates[1], SelectionReason.OwnerUnhealthy), snapshot.Select(hash, [candidates[0]], bound));
    }

    [Fact]
    public void Select_UnderTheBound_AllocatesNothing()
    {
        var snapshot = Snapshot([.. Enumerable.Repeat(100, 100)]);
        var bound = Bound(snapshot, factor: 1, floor: 0);
        _load.Of(new("s7")).Begin(1_000);

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var probe in Placements.Probes)
            {
                snapshot.Select(probe, [], bound);
            }
        }));
    }

    [Fact]
    public void Constructor_AfterABoundOnTheSamePlacement_SharesItsLoads()
    {
        var snapshot = Snapshot(100, 100);
        var first = Bound(snapshot, factor: 1, floor: 0);
        var next = new LoadBound(snapshot.Next(snapshot.Membership), _load, factor: 1, floor: 0, first);

        _load.Of(new("s0")).Begin(3);

        Assert.Equal((2, 2), (first.CapOf(0), next.CapOf(0)));
        Assert.Equal((false, true), (next.Admits(0), next.Admits(1)));
    }

    private LoadBound Bound(ClusterSnapshot snapshot, double factor, int floor) => new(snapshot, _load, factor, floor);

    private static ClusterSnapshot Snapshot(params int[] weights) => Snapshot(PlacementAlgorithm.Ring, weights);

    private static ClusterSnapshot Snapshot(PlacementAlgorithm algorithm, int[] weights) =>
        ClusterSnapshot.Create(new(new("e"), 1, weights.Select((weight, i) => Server(i, weight))), algorithm);

    private static Server Server(int number, int weight) =>
        new() { Id = new($"s{number}"), Url = $"http://s{number}.test", Weight = weight };
}
