using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class LoadFloorWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ClusterLoad _load = new();
    private readonly LoadFloorWatch _watch = new(LoadBound.DefaultFactor, LoadBound.DefaultFloor);
    private TimeSpan _now;

    [Fact]
    public void Observe_UnevenForAPeriodBelowTheFloor_FindsTheBusiestServerOnce()
    {
        Carry(49, 32, 24, 23);

        var found = ObserveFor(LoadFloorWatch.Period + Second);

        Assert.Equal(new UnboundedLoad(new("a"), 49, 32), Assert.Single(found));
        Assert.True(_watch.IsOver);
        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3));
    }

    [Fact]
    public void Observe_LessThanAPeriod_FindsNothing()
    {
        Carry(49, 32, 24, 23);

        Assert.Empty(ObserveFor(LoadFloorWatch.Period));
    }

    [Fact]
    public void Observe_LoadWithinTheFactor_FindsNothing()
    {
        Carry(40, 30, 29, 29);

        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3));
        Assert.False(_watch.IsOver);
    }

    [Fact]
    public void Observe_UnevenByChance_FindsNothing()
    {
        for (var second = 0; second < 240; second++)
        {
            var loads = new[] { 20, 32, 32, 44 };
            Carry(loads[second % 4], loads[(second + 1) % 4], loads[(second + 2) % 4], loads[(second + 3) % 4]);
            Assert.Empty(ObserveFor(Second));
        }
    }

    [Fact]
    public void Observe_LowLoad_FindsNothing()
    {
        Carry(20, 4, 4, 3);

        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3));
        Assert.False(_watch.IsOver);
    }

    [Fact]
    public void Observe_ServerReachesTheFloor_EndsTheWatch()
    {
        Carry(LoadBound.DefaultFloor, 10, 10, 10);
        Assert.Empty(ObserveFor(Second));
        Carry(49, 32, 24, 23);

        Assert.True(_watch.IsOver);
        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3));
    }

    [Fact]
    public void Observe_WeightsDiffer_ComparesWithTheShareOfTheWeight()
    {
        Carry(60, 20, 20, 20);

        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3, weight: 300));
    }

    [Fact]
    public void Observe_UnhealthyServer_HasNoShare()
    {
        Carry(0, 40, 40, 40);

        Assert.Empty(ObserveFor(LoadFloorWatch.Period * 3, unhealthy: true));
    }

    private void Carry(params int[] inFlight) =>
        _load.SetElsewhere(inFlight.Select((count, i) => (Id: new ServerId($"{(char)('a' + i)}"), count))
            .ToDictionary(entry => entry.Id, entry => entry.count));

    private List<UnboundedLoad> ObserveFor(TimeSpan time, int weight = 100, bool unhealthy = false)
    {
        var membership = new MembershipSnapshot(
            new("epoch"), 1, "abcd".Select(id => new Server { Id = new($"{id}"), Url = $"http://{id}.test", Since = Changes.Noon }));
        var reason = unhealthy ? HealthReason.ProbesFail : HealthReason.Healthy;
        var snapshot = ClusterSnapshot.Create(
            membership, PlacementAlgorithm.Ring, [weight, 100, 100, 100],
            new([reason, HealthReason.Healthy, HealthReason.Healthy, HealthReason.Healthy], IsPanic: false));
        var found = new List<UnboundedLoad>();
        for (var end = _now + time; _now < end;)
        {
            _now += Second;
            if (_watch.Observe(snapshot, _load, _now) is { } finding)
            {
                found.Add(finding);
            }
        }

        return found;
    }
}
