using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every registry for restoring a lost membership; each implementation runs all of these tests.</summary>
public abstract class LostMembershipContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry for an unused cluster.</summary>
    internal abstract IServerRegistry Create();

    [Fact]
    public async Task Apply_PutBackIntoAnEmptyStore_RestoresEverythingInANewEpoch()
    {
        var lost = await LostAsync();
        var registry = Create();

        var transition = await registry.ApplyAsync(new MembershipChange.PutBack(lost) { If = new("", 0) }, Token);

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.True(membership.HasContentOf(lost));
        Assert.True(membership.Covers(lost));
        Assert.Equal(lost.Version + 1, membership.Version);
        Assert.DoesNotContain(membership.Epoch, new[] { "", lost.Epoch });
        Assert.Equal(membership.Epoch, transition.Membership.Epoch);
        Assert.Equal(membership.Continues, transition.Membership.Continues);
    }

    [Fact]
    public async Task Apply_PutBackIntoAnotherHistory_AddsToIt()
    {
        var lost = await LostAsync();
        var registry = Create();
        var other = await registry.ApplyAsync(Changes.Join("new"), Token);

        await registry.ApplyAsync(new MembershipChange.PutBack(lost) { If = other.Membership.At }, Token);
        await registry.ApplyAsync(Changes.Join("newer"), Token);

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(["drained", "leased", "new", "newer"], membership.Servers.Select(server => server.Id));
        Assert.Equal(lost.Version + 2, membership.Version);
        Assert.True(membership.Covers(lost));
        Assert.True(membership.Covers(other.Membership));
    }

    [Fact]
    public async Task Apply_ConcurrentPutBacks_ApplyOnce()
    {
        var lost = await LostAsync();
        var registry = Create();

        var transitions = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => registry.ApplyAsync(new MembershipChange.PutBack(lost) { If = new("", 0) }, Token)));

        Assert.Single(transitions, transition => transition.Outcome == MembershipOutcome.Applied);
        Assert.Equal(7, transitions.Count(transition => transition.Outcome == MembershipOutcome.Stale));
        Assert.Equal(lost.Version + 1, (await registry.ReadAsync(Token)).Version);
    }

    [Fact]
    public async Task Apply_PutBack_LetsTheSameProcessRegisterAgain()
    {
        var lost = await LostAsync();
        var registry = Create();
        await registry.ApplyAsync(new MembershipChange.PutBack(lost) { If = new("", 0) }, Token);

        Assert.Equal(LeaseStatus.Expired, await registry.RenewAsync("leased", "process", Lease, Token));
        var again = await registry.RegisterAsync(Changes.Join("leased", "process"), Lease, Token);

        Assert.Equal(MembershipOutcome.Unchanged, again.Outcome);
        Assert.Equal(LeaseStatus.Held, await registry.RenewAsync("leased", "process", Lease, Token));
    }

    /// <summary>
    /// Returns the membership of a lost store: a server with a lease, one that an operator added and drained, and an algorithm.
    /// </summary>
    private async Task<MembershipSnapshot> LostAsync()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("leased", "process"), Lease, Token);
        await registry.ApplyAsync(Changes.Join("drained", weight: 7), Token);
        await registry.ApplyAsync(new MembershipChange.SetState("drained", ServerState.Draining), Token);
        await registry.ApplyAsync(new MembershipChange.SetAlgorithm(PlacementAlgorithm.Rendezvous), Token);
        return await registry.ReadAsync(Token);
    }
}
