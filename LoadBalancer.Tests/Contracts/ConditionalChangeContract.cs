using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every registry for conditional changes and batches; each implementation runs all of these tests.</summary>
public abstract class ConditionalChangeContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry for an unused cluster.</summary>
    internal abstract IServerRegistry Create();

    [Fact]
    public async Task Apply_ConditionedOnTheReadVersion_AppliesOnce()
    {
        var registry = Create();
        var read = (await registry.ApplyAsync(Changes.Join("a"), Token)).Membership;

        var first = await registry.ApplyAsync(new MembershipChange.SetWeight("a", 7) { If = read.At }, Token);
        var second = await registry.ApplyAsync(new MembershipChange.SetWeight("a", 9) { If = read.At }, Token);

        Assert.Equal((MembershipOutcome.Applied, MembershipOutcome.Stale), (first.Outcome, second.Outcome));
        Assert.NotNull(second.Reason);
        Assert.Equal(7, Assert.Single((await registry.ReadAsync(Token)).Servers).Weight);
    }

    [Fact]
    public async Task Apply_ConcurrentChangesOnOneVersion_AppliesOne()
    {
        var registry = Create();
        var read = (await registry.ApplyAsync(Changes.Join("a"), Token)).Membership;

        var transitions = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(i => registry.ApplyAsync(Changes.Join($"b{i}") with { If = read.At }, Token)));

        Assert.Single(transitions, transition => transition.Outcome == MembershipOutcome.Applied);
        Assert.Equal(7, transitions.Count(transition => transition.Outcome == MembershipOutcome.Stale));
        Assert.Equal(2, (await registry.ReadAsync(Token)).Servers.Length);
    }

    [Fact]
    public async Task Apply_Batch_IsOneVersionWithAllChanges()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("leaves", "process"), Lease, Token);
        await registry.RegisterAsync(Changes.Join("stays", "process"), Lease, Token);

        var transition = await registry.ApplyAsync(
            new MembershipChange.Batch(
            [
                new MembershipChange.Leave("leaves"),
                new MembershipChange.SetWeight("stays", 7),
                Changes.Join("new"),
                new MembershipChange.SetAlgorithm(PlacementAlgorithm.Maglev),
            ]),
            Token);

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.True(membership.HasContentOf(transition.Membership));
        Assert.Equal(3, membership.Version);
        Assert.Equal(["new", "stays"], membership.Servers.Select(server => server.Id));
        Assert.Equal(PlacementAlgorithm.Maglev, membership.Algorithm);
        Assert.Equal(LeaseStatus.Expired, await registry.RenewAsync("leaves", "process", Lease, Token));
        Assert.Equal(LeaseStatus.Held, await registry.RenewAsync("stays", "process", Lease, Token));
    }

    [Fact]
    public async Task Apply_BatchWithARejectedChange_ChangesNothingAndReportsTheReason()
    {
        var registry = Create();
        await registry.ApplyAsync(Changes.Join("a"), Token);

        var transition = await registry.ApplyAsync(
            new MembershipChange.Batch([Changes.Join("b"), new MembershipChange.SetWeight("missing", 7)]), Token);

        Assert.Equal(MembershipOutcome.NotFound, transition.Outcome);
        Assert.Contains("missing", transition.Reason, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single((await registry.ReadAsync(Token)).Servers).Id);
    }

    [Fact]
    public async Task Apply_ExpiryOfAServerWithALease_IsSuperseded()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);

        var transition = await registry.ApplyAsync(new MembershipChange.Expire("a", "process"), Token);

        Assert.Equal(MembershipOutcome.Superseded, transition.Outcome);
        Assert.Single((await registry.ReadAsync(Token)).Servers);
    }
}
