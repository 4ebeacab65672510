using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>
/// The contract of every event log, and of every registry that writes to it; each implementation runs all of these tests.
/// </summary>
public abstract class EventLogContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Always = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry and its log for an unused cluster.</summary>
    internal abstract (IServerRegistry Registry, IEventLog Log) Create();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Read_AppendedEvents_ReturnsTheNewestFirstUpToTheCount()
    {
        var log = Create().Log;
        Assert.Empty(await log.ReadAsync(IEventLog.Capacity, Token));

        await log.AppendAsync([Event("1"), Event("2")], Token);
        await log.AppendAsync([], Token);
        await log.AppendAsync([Event("3")], Token);

        Assert.Equal([Event("3"), Event("2"), Event("1")], await log.ReadAsync(IEventLog.Capacity, Token));
        Assert.Equal([Event("3")], await log.ReadAsync(1, Token));
    }

    [Fact]
    public async Task Read_EventOfSeveralServers_NamesThem()
    {
        var log = Create().Log;

        await log.AppendAsync([Event("12 servers") with { Server = null, Servers = [new("a"), new("b")], OtherServers = 10 }], Token);

        var read = Assert.Single(await log.ReadAsync(IEventLog.Capacity, Token));
        Assert.Equal((null, 10), (read.Server, read.OtherServers));
        Assert.Equal(["a", "b"], read.Servers!.Value.Select(name => name.Value));
    }

    [Fact]
    public async Task Append_BeyondTheCapacity_DropsTheOldest()
    {
        var log = Create().Log;

        await log.AppendAsync([.. Enumerable.Range(0, 700).Select(i => Event($"{i}"))], Token);
        await log.AppendAsync([.. Enumerable.Range(700, 700).Select(i => Event($"{i}"))], Token);

        var events = await log.ReadAsync(IEventLog.Capacity, Token);
        Assert.Equal(IEventLog.Capacity, events.Length);
        Assert.Equal(("1399", "400"), (events[0].Detail, events[^1].Detail));
    }

    [Fact]
    public async Task Read_EventsAppendedLate_AreOrderedByTime()
    {
        var log = Create().Log;
        ClusterEvent At(string detail, int second) => Event(detail) with { At = Changes.Noon.AddSeconds(second) };

        await log.AppendAsync([At("first", 10), At("back", 30), At("back too", 30)], Token);
        await log.AppendAsync([At("kept", 20)], Token);
        await log.AppendAsync([At("same", 30)], Token);

        Assert.Equal(
            ["same", "back too", "back", "kept", "first"],
            (await log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => happened.Detail));
        Assert.Equal(["same", "back too", "back", "kept"], (await log.ReadAsync(4, Token)).Select(happened => happened.Detail));
        Assert.Equal(["same", "back too"], (await log.ReadAsync(2, Token)).Select(happened => happened.Detail));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(IEventLog.Capacity + 1)]
    public async Task Read_CountOutOfRange_Throws(int count) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Create().Log.ReadAsync(count, Token));

    [Fact]
    public async Task Apply_EachChange_IsLoggedWithItsAuthor()
    {
        var (registry, log) = Create();

        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);
        await registry.RegisterAsync(Changes.Join("a", "process"), Lease, Token);
        await registry.RenewAsync(new("a"), "process", Lease, Token);
        await registry.ApplyAsync(new MembershipChange.SetWeight(new("a"), 50) { By = "ops" }, Token);
        await registry.ApplyAsync(new MembershipChange.SetHealthCheck(new("a"), "tcp") { By = "ops" }, Token);
        await registry.ApplyAsync(new MembershipChange.SetState(new("a"), ServerState.Draining, "process"), Token);
        await registry.ApplyAsync(new MembershipChange.SetState(new("a"), ServerState.Active), Token);
        await registry.ApplyAsync(new MembershipChange.SetAlgorithm(PlacementAlgorithm.Maglev) { By = "ops" }, Token);
        await registry.ApplyAsync(new MembershipChange.SetWeight(new("missing"), 50) { By = "ops" }, Token);
        await registry.ApplyAsync(new MembershipChange.Leave(new("a"), "process"), Token);

        Assert.Equal(
            [
                (ClusterEventKind.Left, "a", "a", "http://a.test:8080"),
                (ClusterEventKind.AlgorithmChanged, null, "ops", "the gateways' setting → Maglev"),
                (ClusterEventKind.Activated, "a", "operator", ""),
                (ClusterEventKind.Draining, "a", "a", ""),
                (ClusterEventKind.HealthCheckChanged, "a", "ops", "the gateways' setting → tcp"),
                (ClusterEventKind.Weighted, "a", "ops", "100 → 50"),
                (ClusterEventKind.Joined, "a", "a", "http://a.test:8080, weight 100"),
            ],
            (await log.ReadAsync(IEventLog.Capacity, Token)).Select(
                happened => (happened.Kind, happened.Server?.Value, happened.By, happened.Detail)));
    }

    [Fact]
    public async Task Apply_JoinInPlaceOfAnotherProcess_SaysWhatItReplaces()
    {
        var (registry, log) = Create();
        await registry.RegisterAsync(Changes.Join("a", "crashed"), Lease, Token);
        await registry.RegisterAsync(Changes.Join("a", "next"), Lease, Token);
        await registry.ApplyAsync(Changes.Join("b"), Token);
        await registry.ApplyAsync(Changes.Join("b", url: "http://elsewhere.test:8080"), Token);

        Assert.Equal(
            [
                "http://elsewhere.test:8080, weight 100; replaces http://b.test:8080",
                "http://b.test:8080, weight 100",
                "http://a.test:8080, weight 100; replaces a process that ended without leaving",
                "http://a.test:8080, weight 100",
            ],
            (await log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => happened.Detail));
    }

    [Fact]
    public async Task Apply_Batch_IsLoggedAsItsParts()
    {
        var (registry, log) = Create();
        await registry.ApplyAsync(Changes.Join("a"), Token);

        await registry.ApplyAsync(
            new MembershipChange.Batch([new MembershipChange.SetWeight(new("a"), 50), Changes.Join("b")]) { By = "ops" }, Token);

        Assert.Equal(
            [(ClusterEventKind.Joined, "b", "ops"), (ClusterEventKind.Weighted, "a", "ops")],
            (await log.ReadAsync(2, Token)).Select(happened => (happened.Kind, happened.Server?.Value, happened.By)));
    }

    [Fact]
    public async Task Apply_PutBackOfEverything_IsTheLossAndOneEventForAllServers()
    {
        var (registry, log) = Create();
        var lost = new MembershipSnapshot(
            new("lost"), 7, [new() { Id = new("a"), Url = "http://a" }, new() { Id = new("b"), Url = "http://b" }]);

        await registry.ApplyAsync(new MembershipChange.PutBack(lost) { If = new(new(""), 0) }, Token);

        var happened = await log.ReadAsync(IEventLog.Capacity, Token);
        Assert.Equal(
            [(ClusterEventKind.PutBack, null), (ClusterEventKind.DataLost, null)], happened.Select(one => (one.Kind, one.Server)));
        Assert.StartsWith("2 servers from version 7", happened[0].Detail, StringComparison.Ordinal);
        Assert.Equal("it was empty", happened[1].Detail);
    }

    [Fact]
    public async Task Apply_PutBackIntoAnotherHistory_IsTheLossOnlyOnce()
    {
        var (registry, log) = Create();
        var lost = new MembershipSnapshot(new("lost"), 7, [new() { Id = new("a"), Url = "http://a" }]);
        await registry.ApplyAsync(Changes.Join("new"), Token);
        await PutBackAsync(lost);

        await PutBackAsync(new(new("lost"), 8, lost.Servers));

        var happened = await log.ReadAsync(IEventLog.Capacity, Token);
        Assert.Equal(
            "it had another history: version 1 with 1 servers",
            Assert.Single(happened, one => one.Kind == ClusterEventKind.DataLost).Detail);
        Assert.Equal(2, happened.Count(one => one.Kind == ClusterEventKind.PutBack));

        async Task PutBackAsync(MembershipSnapshot membership) => await registry.ApplyAsync(
            new MembershipChange.PutBack(membership) { If = (await registry.ReadAsync(Token)).At }, Token);
    }

    [Fact]
    public async Task Apply_PutBackIntoAnOlderCopyOfTheSameHistory_IsNoLossOfData()
    {
        var (registry, log) = Create();
        await registry.ApplyAsync(Changes.Join("a"), Token);
        var replica = await registry.ReadAsync(Token);

        await registry.ApplyAsync(
            new MembershipChange.PutBack(new(replica.Epoch, 2, replica.Servers)) { If = replica.At }, Token);

        Assert.DoesNotContain(await log.ReadAsync(IEventLog.Capacity, Token), one => one.Kind == ClusterEventKind.DataLost);
    }

    [Fact]
    public async Task RemoveExpired_OfAServer_IsLoggedAsItsExpiry()
    {
        var (registry, log) = Create();
        await registry.RegisterAsync(Changes.Join("a", "process"), ShortLease, Token);

        await Eventually.TrueAsync(
            "the expired server is removed",
            async () =>
            {
                await PassTimeAsync();
                return (await registry.RemoveExpiredAsync(Always, Token)).Count > 0;
            },
            Patience);

        var happened = (await log.ReadAsync(1, Token))[0];
        Assert.Equal((ClusterEventKind.Expired, "a", "lease sweep"), (happened.Kind, happened.Server?.Value, happened.By));
    }

    private static ClusterEvent Event(string detail) => new(Changes.Noon, ClusterEventKind.Unhealthy, new("a"), "gateway-1", detail);
}
