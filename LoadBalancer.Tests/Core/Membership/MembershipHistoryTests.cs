using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Core.Membership;

public sealed class MembershipHistoryTests
{
    private static readonly TimeSpan RecoveryTime = TimeSpan.FromSeconds(30);

    private MembershipHistory _history = MembershipHistory.Unknown;
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Observe_FirstRead_IsUsedEvenIfEmpty()
    {
        Assert.Equal(MembershipFinding.Newer, Observe(MembershipSnapshot.Empty));
        Assert.Equal(MembershipFinding.Unchanged, Observe(MembershipSnapshot.Empty));
        Assert.Equal(MembershipFinding.Newer, Observe(Of("one", 1, "a")));
        Assert.Equal(1, _history.Current.Version);
    }

    [Fact]
    public void Observe_NewerVersions_AreUsedAndTheSameIsKept()
    {
        var first = Of("one", 7, "a");
        Observe(first);

        Assert.Equal(MembershipFinding.Unchanged, Observe(Of("one", 7, "a")));
        Assert.Same(first, _history.Current);
        Assert.Equal(MembershipFinding.Newer, Observe(Of("one", 9)));
        Assert.Empty(_history.Current.Servers);
        Assert.Null(_history.Repair);
    }

    [Theory]
    [InlineData("", 0, "", MembershipFinding.Emptied)]
    [InlineData("one", 6, "a", MembershipFinding.Rewound)]
    [InlineData("one", 7, "a", MembershipFinding.Rewound)]
    [InlineData("two", 1, "a", MembershipFinding.Replaced)]
    [InlineData("two", 99, "a", MembershipFinding.Replaced)]
    public void Observe_StoreLostTheMembership_KeepsItAndRequestsARepair(
        string epoch, long version, string id, MembershipFinding expected)
    {
        var known = Of("one", 7, "a", "b");
        Observe(known);

        Assert.Equal(expected, Observe(Of(epoch, version, id)));
        Assert.Equal(MembershipFinding.Recovering, Observe(Of(epoch, version, id)));

        Assert.Same(known, _history.Current);
        Assert.True(_history.IsRecovering);
        Assert.Equal(new MembershipChange.PutBack(known) { If = new(new(epoch), version) }, _history.Repair);
    }

    [Fact]
    public void Observe_RestoredMembership_EndsTheRecovery()
    {
        Observe(Of("one", 7, "a"));
        Observe(MembershipSnapshot.Empty);

        var back = MembershipReducer.Apply(MembershipSnapshot.Empty, _history.Repair!).Membership.InEpoch(new("two"));

        Assert.Equal(MembershipFinding.Recovered, Observe(back));
        Assert.Equal(8, _history.Current.Version);
        Assert.False(_history.IsRecovering);
    }

    [Fact]
    public void Observe_MembershipRestoredByAnotherGateway_IsUsedAtOnce()
    {
        var known = Of("one", 7, "a");
        Observe(known);

        Assert.Equal(MembershipFinding.Continued, Observe(LostMembership.PutBack(MembershipSnapshot.Empty, known).InEpoch(new("two"))));
        Assert.Equal("two", _history.Current.Epoch.Value);
    }

    [Fact]
    public void Observe_OlderVersionRestoredByAnotherGateway_DoesNotEndTheRecovery()
    {
        Observe(Of("one", 8, "a", "b"));

        Assert.Equal(
            MembershipFinding.Replaced, Observe(LostMembership.PutBack(MembershipSnapshot.Empty, Of("one", 7, "a")).InEpoch(new("two"))));
    }

    [Fact]
    public void Observe_StaleReadThenTheCurrentOne_EndsTheRecovery()
    {
        Observe(Of("one", 7, "a"));
        Observe(Of("one", 6));

        Assert.Equal(MembershipFinding.Recovered, Observe(Of("one", 8, "a", "b")));
    }

    [Fact]
    public void Observe_RecoveryTimeOver_TrustsTheStore()
    {
        Observe(Of("one", 7, "a", "b"));
        Observe(Of("two", 1, "a"));

        _now += RecoveryTime - TimeSpan.FromTicks(1);
        Assert.Equal(MembershipFinding.Recovering, Observe(Of("two", 1, "a")));
        _now += TimeSpan.FromTicks(1);
        Assert.Equal(MembershipFinding.GivenUp, Observe(Of("two", 1, "a")));

        Assert.Equal("two", _history.Current.Epoch.Value);
        Assert.Equal(MembershipFinding.Unchanged, Observe(Of("two", 1, "a")));
    }

    [Fact]
    public void Observe_StoreUnreachableDuringARecovery_RestartsTheRecoveryTime()
    {
        Observe(Of("one", 7, "a"));
        Observe(MembershipSnapshot.Empty);

        _history = _history.MarkUnreachable();
        _now += RecoveryTime * 2;
        Assert.Equal(MembershipFinding.Recovering, Observe(MembershipSnapshot.Empty));
        _now += RecoveryTime;

        Assert.Equal(MembershipFinding.GivenUp, Observe(MembershipSnapshot.Empty));
    }

    private static MembershipSnapshot Of(string epoch, long version, params string[] ids) =>
        new(new(epoch), version, ids.Where(id => id.Length > 0).Select(id => new Server { Id = new(id), Url = $"http://{id}.test" }));

    private MembershipFinding Observe(MembershipSnapshot read)
    {
        _history = _history.Observe(read, _now, RecoveryTime, out var finding);
        return finding;
    }
}
