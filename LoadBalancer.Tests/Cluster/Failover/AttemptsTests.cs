using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Tests.Cluster.Failover;

public sealed class AttemptsTests
{
    [Fact]
    public void MoveNext_UntilTheEnd_VisitsEveryServerOnceInRingOrder()
    {
        var snapshot = Snapshot(("a", ServerState.Active), ("b", ServerState.Active), ("c", ServerState.Active), ("d", ServerState.Active));

        for (var hash = 0UL; hash < ulong.MaxValue - (ulong.MaxValue / 50); hash += ulong.MaxValue / 50)
        {
            var expected = new List<int>();
            var walk = new CandidateWalk(snapshot.Placement, hash, new ulong[1]);
            while (walk.MoveNext())
            {
                expected.Add(walk.Current);
            }

            Assert.Equal(expected, Walk(Begin(snapshot, hash)));
        }
    }

    [Fact]
    public void MoveNext_SomeServersDrain_VisitsTheOthers()
    {
        var snapshot = Snapshot(("a", ServerState.Draining), ("b", ServerState.Active), ("c", ServerState.Draining));

        Assert.Equal([1], Walk(Begin(snapshot, hash: 0)));
    }

    [Fact]
    public void MoveNext_NoServers_EndsAtOnce()
    {
        var attempts = Begin(Snapshot(), hash: 0);

        Assert.False(attempts.MoveNext());
        Assert.Equal(SelectedServer.None, attempts.Current);
    }

    private static List<int> Walk(Attempts attempts)
    {
        var met = new List<int>();
        while (attempts.MoveNext())
        {
            met.Add(attempts.Current.Server);
        }

        return met;
    }

    private static ClusterSnapshot Snapshot(params (string Id, ServerState State)[] servers) => ClusterSnapshot.Create(
        new(
            new("epoch"), 1, servers.Select(
                server => new Server { Id = new(server.Id), Url = $"http://{server.Id}.test", State = server.State })),
        PlacementAlgorithm.Ring);

    private static Attempts Begin(ClusterSnapshot snapshot, ulong hash)
    {
        var attempts = new Attempts();
        attempts.Begin(new(snapshot, Bound: null), hash);
        return attempts;
    }
}
