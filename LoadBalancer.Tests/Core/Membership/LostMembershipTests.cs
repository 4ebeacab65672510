using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class LostMembershipTests
{
    private static readonly Server Drained = Server("a", "p1") with
    {
        Weight = 7,
        State = ServerState.Draining,
        Lease = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void PutBack_IntoAnEmptyStore_RestoresEverything()
    {
        var lost = new MembershipSnapshot(new("one"), 7, [Drained, Server("b")], PlacementAlgorithm.Maglev);

        var next = LostMembership.PutBack(MembershipSnapshot.Empty, lost);

        Assert.True(next.HasContentOf(lost));
        Assert.Equal(("", 8), (next.Epoch.Value, next.Version));
        Assert.Equal([new MembershipVersion(new("one"), 7)], next.Continues);
    }

    [Fact]
    public void PutBack_TheSameProcessHasRegisteredAgain_KeepsWeightDrainAndJoiningTime()
    {
        var again = Server("a", "p1") with { Since = Changes.Noon.AddHours(1), Lease = TimeSpan.FromSeconds(20) };

        var next = LostMembership.PutBack(new(new("two"), 1, [again]), new(new("one"), 7, [Drained]));

        Assert.Equal(Drained with { Lease = TimeSpan.FromSeconds(20) }, Assert.Single(next.Servers));
        Assert.Equal([new(new("one"), 7), new MembershipVersion(new("two"), 1)], next.Continues);
    }

    [Theory]
    [InlineData(1, "p2")]
    [InlineData(0, "p2")]
    [InlineData(-1, "p1")]
    public void PutBack_AnotherProcessHasTheId_TheOneThatJoinedLaterCounts(int hours, string expected)
    {
        var other = Server("a", "p2") with { Since = Changes.Noon.AddHours(hours) };

        var next = LostMembership.PutBack(new(new("two"), 1, [other]), new(new("one"), 7, [Drained]));

        Assert.Equal(expected, Assert.Single(next.Servers).Instance);
    }

    [Fact]
    public void PutBack_ServerJoinedMeanwhile_Stays()
    {
        var next = LostMembership.PutBack(new(new("two"), 20, [Server("new")]), new(new("one"), 7, [Server("old")]));

        Assert.Equal(["new", "old"], next.Servers.Select(server => server.Id.Value));
        Assert.Equal(21, next.Version);
    }

    [Fact]
    public void PutBack_IntoAnOlderVersionOfTheSameEpoch_BeginsANewOne()
    {
        var next = LostMembership.PutBack(new(new("one"), 5, [Server("a")]), new(new("one"), 7, [Server("a"), Server("b")]));

        Assert.Equal(("", 8), (next.Epoch.Value, next.Version));
        Assert.Equal([new MembershipVersion(new("one"), 7)], next.Continues);
    }

    [Fact]
    public void PutBack_AgainAndAgain_RemembersTheLatestHistories()
    {
        var membership = new MembershipSnapshot(new("epoch-0"), 1, []);
        for (var i = 1; i <= 40; i++)
        {
            membership = LostMembership.PutBack(new(new($"store-{i}"), 1, []), membership).InEpoch(new($"epoch-{i}"));
        }

        Assert.Equal(16, membership.Continues.Length);
        Assert.Equal(new MembershipVersion(new("epoch-39"), 40), membership.Continues[0]);
    }

    [Fact]
    public void PutBack_MoreThanThereIsRoomFor_OmitsTheRest()
    {
        var full = Enumerable.Range(0, ServerRules.MaxServers - 1).Select(i => Server($"s{i}"));

        var next = LostMembership.PutBack(new(new("two"), 1, full), new(new("one"), 7, [Server("x"), Server("y")]));

        Assert.Equal(ServerRules.MaxServers, next.Servers.Length);
        Assert.NotNull(next.Find(new("x")));
    }

    private static Server Server(string id, string? instance = null) =>
        new() { Id = new(id), Url = $"http://{id}.test", Instance = instance, Since = Changes.Noon };
}
