using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Retries;

namespace LoadBalancer.Tests.Gateway;

public sealed class AttemptsTests
{
    [Fact]
    public void MoveNext_UntilItEnds_MeetsEveryServerOnceInTheOrderOfTheRing()
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

            Assert.Equal(expected, Walk(new Attempts(new(snapshot, Bound: null), hash)));
        }
    }

    [Fact]
    public void MoveNext_SomeServersDrain_MeetsTheOthers()
    {
        var snapshot = Snapshot(("a", ServerState.Draining), ("b", ServerState.Active), ("c", ServerState.Draining));

        Assert.Equal([1], Walk(new Attempts(new(snapshot, Bound: null), hash: 0)));
    }

    [Fact]
    public void MoveNext_NoServers_EndsAtOnce()
    {
        var attempts = new Attempts(new(Snapshot(), Bound: null), hash: 0);

        Assert.False(attempts.MoveNext());
        Assert.Equal(SelectedServer.Nobody, attempts.Current);
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
        new("epoch", 1, servers.Select(server => new Server { Id = server.Id, Url = $"http://{server.Id}.test", State = server.State })),
        PlacementAlgorithm.Ring);
}
