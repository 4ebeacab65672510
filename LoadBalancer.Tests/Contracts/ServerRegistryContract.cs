using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every registry; each implementation runs all of these tests.</summary>
public abstract class ServerRegistryContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Always = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry for an unused cluster.</summary>
    internal abstract IServerRegistry Create();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Read_OfAnEmptyStore_IsEmpty()
    {
        var membership = await Create().ReadAsync(Token);

        Assert.Empty(membership.Servers);
        Assert.Equal(0, membership.Version);
        Assert.Equal("", membership.Epoch.Value);
    }

    [Fact]
    public async Task Apply_Join_IsReadBackCompletely()
    {
        var registry = Create();

        var transition = await registry.ApplyAsync(
            Changes.Join("a", weight: 7, url: "https://a.test/base/") with { HealthCheck = "/ready" }, Token);

        var membership = await registry.ReadAsync(Token);
        var server = Assert.Single(membership.Servers);
        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.Equal(
            new Server { Id = new("a"), Url = "https://a.test/base", Weight = 7, HealthCheck = "/ready", Since = Changes.Noon }, server);
        Assert.Equal(1, membership.Version);
        Assert.NotEqual("", membership.Epoch.Value);
        Assert.Equal(membership.Epoch, transition.Membership.Epoch);
    }

    [Fact]
    public async Task Apply_Changes_KeepTheEpochAndIncrementTheVersion()
    {
        var registry = Create();
        var first = await registry.ApplyAsync(Changes.Join("a"), Token);

        await registry.ApplyAsync(Changes.Join("b"), Token);
        await registry.ApplyAsync(new MembershipChange.SetWeight(new("a"), 500), Token);
        await registry.ApplyAsync(new MembershipChange.SetState(new("b"), ServerState.Draining), Token);
        await registry.ApplyAsync(new MembershipChange.SetState(new("b"), ServerState.Draining), Token);
        await registry.ApplyAsync(new MembershipChange.Leave(new("a")), Token);

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(5, membership.Version);
        Assert.Equal(first.Membership.Epoch, membership.Epoch);
        Assert.Equal(ServerState.Draining, Assert.Single(membership.Servers).State);
    }

    [Theory]
    [InlineData("", "http://a.test", 1, "id")]
    [InlineData("a b", "http://a.test", 1, "id")]
    [InlineData("a", "ftp://a.test", 1, "URL")]
    [InlineData("a", "http://a.test?q", 1, "URL")]
    [InlineData("a", "http://a.test", 0, "weight")]
    [InlineData("a", "http://a.test", 1_001, "weight")]
    public async Task Register_WithAnInvalidValue_IsRejectedWithTheReasonAndChangesNothing(string id, string url, int weight, string named)
    {
        var registry = Create();

        var transition = await registry.RegisterAsync(Changes.Join(id, "process", weight, url), Lease, Token);

        Assert.Equal(MembershipOutcome.Invalid, transition.Outcome);
        Assert.Contains(named, transition.Reason, StringComparison.Ordinal);
        Assert.Equal(0, (await registry.ReadAsync(Token)).Version);
    }

    [Fact]
    public async Task Apply_SetAlgorithm_ChangesTheMembership()
    {
        var registry = Create();
        await registry.ApplyAsync(Changes.Join("a"), Token);

        await registry.ApplyAsync(new MembershipChange.SetAlgorithm(PlacementAlgorithm.Maglev), Token);
        await registry.ApplyAsync(Changes.Join("b"), Token);

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(PlacementAlgorithm.Maglev, membership.Algorithm);
        Assert.Equal(3, membership.Version);

        await registry.ApplyAsync(new MembershipChange.SetAlgorithm(null), Token);

        Assert.Null((await registry.ReadAsync(Token)).Algorithm);
    }

    [Fact]
    public async Task Apply_ConcurrentChanges_LosesNone()
    {
        var registry = Create();
        var ids = Enumerable.Range(0, 16).Select(i => $"server-{i:00}").ToArray();

        await Task.WhenAll(ids.Select(id => registry.ApplyAsync(Changes.Join(id), Token)));

        var membership = await registry.ReadAsync(Token);
        Assert.Equal(ids, membership.Servers.Select(server => server.Id.Value));
        Assert.Equal(ids.Length, membership.Version);
    }

    [Fact]
    public async Task Renew_HeldLease_KeepsTheServerBeyondItsInitialDuration()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);

        var status = await registry.RenewAsync(new("a"), "process", Lease, Token);

        for (var i = 0; i < 10; i++)
        {
            await PassTimeAsync();
            Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        }

        Assert.Equal(LeaseStatus.Held, status);
        Assert.Single((await registry.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task RemoveExpired_AfterALeaseExpired_RemovesOnlyThatServer()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("dead", "process-1"), ShortLease, Token);
        await registry.RegisterAsync(Changes.Join("alive", "process-2"), Lease, Token);
        await registry.ApplyAsync(Changes.Join("permanent"), Token);

        var removed = new List<string>();
        await Eventually.TrueAsync(
            "the expired server is removed",
            async () =>
            {
                await PassTimeAsync();
                removed.AddRange((await registry.RemoveExpiredAsync(Always, Token)).Select(id => id.Value));
                return removed.Count > 0;
            },
            Patience);

        Assert.Equal(["dead"], removed);
        Assert.Equal(["alive", "permanent"], (await registry.ReadAsync(Token)).Servers.Select(server => server.Id.Value));
        Assert.Equal(LeaseStatus.Expired, await registry.RenewAsync(new("dead"), "process-1", Lease, Token));
    }

    [Fact]
    public async Task RemoveExpired_WithinTheInterval_DoesNothing()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);
        await registry.RemoveExpiredAsync(Lease, Token);

        for (var i = 0; i < 10; i++)
        {
            await PassTimeAsync();
            Assert.Empty(await registry.RemoveExpiredAsync(Lease, Token));
        }
    }

    [Fact]
    public async Task RemoveExpired_LeaseJustFoundMissing_WaitsForItsFullDuration()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);
        for (var i = 0; i < 10; i++)
        {
            await PassTimeAsync();
        }

        Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        await PassTimeAsync();
        Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);
        for (var i = 0; i < 10; i++)
        {
            await PassTimeAsync();
            Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        }

        Assert.Single((await registry.ReadAsync(Token)).Servers);
    }

    [Fact]
    public async Task RemoveExpired_NoSweepsForAWhile_StartsOver()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);
        for (var i = 0; i < 12; i++)
        {
            await PassTimeAsync();
            await registry.RemoveExpiredAsync(Always, Token);
        }

        for (var i = 0; i < 60; i++)
        {
            await PassTimeAsync();
        }

        Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        for (var i = 0; i < 4; i++)
        {
            await PassTimeAsync();
            Assert.Empty(await registry.RemoveExpiredAsync(Always, Token));
        }
    }

    [Fact]
    public async Task RemoveExpired_SweeperHasEvidenceOfLife_KeepsTheServer()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("seen", "process-1"), ShortLease, Token);
        await registry.RegisterAsync(Changes.Join("dead", "process-2"), ShortLease, Token);

        var removed = new List<string>();
        await Eventually.TrueAsync(
            "the expired server is removed",
            async () =>
            {
                await PassTimeAsync();
                removed.AddRange((await registry.RemoveExpiredAsync(Always, new AliveServers("seen"), Token)).Select(id => id.Value));
                return removed.Count > 0;
            },
            Patience);

        Assert.Equal(["dead"], removed);
        Assert.Equal("seen", Assert.Single((await registry.ReadAsync(Token)).Servers).Id.Value);
    }

    [Fact]
    public async Task Register_WithALease_RecordsItsDuration()
    {
        var registry = Create();

        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);

        Assert.Equal(Lease, Assert.Single((await registry.ReadAsync(Token)).Servers).Lease);
    }

    [Fact]
    public async Task Register_ByAnotherProcess_TakesOverAndSupersedesTheFirst()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "old", url: "http://old.test"), Lease, Token);

        await registry.RegisterAsync(Changes.Join("a", "new", url: "http://new.test"), Lease, Token);

        Assert.Equal(LeaseStatus.Superseded, await registry.RenewAsync(new("a"), "old", Lease, Token));
        Assert.Equal(MembershipOutcome.Superseded, (await registry.ApplyAsync(new MembershipChange.Leave(new("a"), "old"), Token)).Outcome);
        Assert.Equal(LeaseStatus.Held, await registry.RenewAsync(new("a"), "new", Lease, Token));
        Assert.Equal("http://new.test", Assert.Single((await registry.ReadAsync(Token)).Servers).Url);
    }

    [Fact]
    public async Task Register_AgainByTheSameProcess_RestoresItsLeaseWithoutANewVersion()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);
        for (var i = 0; i < 10; i++)
        {
            await PassTimeAsync();
        }

        Assert.Equal(LeaseStatus.Expired, await registry.RenewAsync(new("a"), "process", Lease, Token));
        var again = await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);

        Assert.Equal(MembershipOutcome.Unchanged, again.Outcome);
        Assert.Equal(1, again.Membership.Version);
        Assert.Equal(LeaseStatus.Held, await registry.RenewAsync(new("a"), "process", Lease, Token));
    }

    [Fact]
    public async Task Apply_Leave_EndsTheLease()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);

        var transition = await registry.ApplyAsync(new MembershipChange.Leave(new("a"), "process"), Token);

        Assert.Equal(MembershipOutcome.Applied, transition.Outcome);
        Assert.Equal(LeaseStatus.Expired, await registry.RenewAsync(new("a"), "process", Lease, Token));
    }

    [Fact]
    public async Task ReadLeases_ServersWithAndWithoutLeases_ReturnsTheRemainingTimes()
    {
        var registry = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);
        await registry.ApplyAsync(Changes.Join("b"), Token);

        var (id, left) = Assert.Single(await registry.ReadLeasesAsync(Token));

        Assert.Equal("a", id.Value);
        Assert.InRange(left, Lease / 2, Lease);
    }

    [Fact]
    public async Task Register_WithoutAnInstanceOrDuration_Throws()
    {
        var registry = Create();

        await Assert.ThrowsAsync<ArgumentException>(() => registry.RegisterAsync(Changes.Join("a"), Lease, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => registry.RegisterAsync(Changes.Join("a", "process"), TimeSpan.Zero, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => registry.RenewAsync(new("a"), "process", TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Subscribe_AfterAChange_IsNotified()
    {
        var registry = Create();
        var hints = 0;
        var subscription = await registry.SubscribeAsync(() => Interlocked.Increment(ref hints), Token);

        await registry.ApplyAsync(Changes.Join("a"), Token);

        await Eventually.TrueAsync("a hint arrives", () => Volatile.Read(ref hints) == 1, Patience);
        await subscription.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_Disposed_IsNoLongerNotified()
    {
        var registry = Create();
        var ended = 0;
        var going = 0;
        var subscription = await registry.SubscribeAsync(() => Interlocked.Increment(ref ended), Token);
        await using var other = await registry.SubscribeAsync(() => Interlocked.Increment(ref going), Token);

        await subscription.DisposeAsync();
        await registry.ApplyAsync(Changes.Join("a"), Token);

        await Eventually.TrueAsync("the other subscription is notified", () => Volatile.Read(ref going) == 1, Patience);
        Assert.Equal(0, ended);
    }
}
