using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class MembershipSnapshotTests
{
    [Fact]
    public void Empty_BeforeTheStoreWasRead_HasNothing()
    {
        Assert.Equal(("", 0L), (MembershipSnapshot.Empty.Epoch.Value, MembershipSnapshot.Empty.Version));
        Assert.Empty(MembershipSnapshot.Empty.Servers);
        Assert.Null(MembershipSnapshot.Empty.Find(new("a")));
    }

    [Fact]
    public void New_ServersInAnyOrder_AreInOrdinalOrderOfId()
    {
        var membership = new MembershipSnapshot(new("e"), 7, [Server("b"), Server("B"), Server("a_"), Server("a-"), Server("a")]);

        Assert.Equal(["B", "a", "a-", "a_", "b"], membership.Servers.Select(server => server.Id.Value));
    }

    [Fact]
    public void New_DuplicateId_ThrowsNamingIt()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new MembershipSnapshot(new("e"), 1, [Server("a"), Server("twin"), Server("twin")]));

        Assert.Contains("'twin'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void IndexOf_EachServerAndItsNeighbours_FindsExactlyThem(int count)
    {
        var membership = new MembershipSnapshot(new("e"), 1, Enumerable.Range(0, count).Select(i => Server($"s{i}")));

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(i, membership.IndexOf(new($"s{i}")));
            Assert.Same(membership.Servers[i], membership.Find(new($"s{i}")));
            Assert.True(membership.IndexOf(new($"s{i}-")) < 0);
        }

        Assert.True(membership.IndexOf(new("a")) < 0);
        Assert.True(membership.IndexOf(new("z")) < 0);
        Assert.Null(membership.Find(new("S0")));
    }

    private static Server Server(string id) => new() { Id = new(id), Url = "http://127.0.0.1:1" };
}
