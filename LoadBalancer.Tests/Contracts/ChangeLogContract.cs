using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every log of operator changes; each implementation runs all of these tests.</summary>
public abstract class ChangeLogContract
{
    private static readonly ChangeQuery All = new();

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a registry whose changes are timestamped by a clock, and the logs of its unused cluster.</summary>
    internal abstract (IServerRegistry Registry, IEventLog Events, IChangeLog Changes) Create(TimeProvider clock);

    [Fact]
    public async Task Read_AfterManyEvents_ReturnsOnlyTheChangesByOperators()
    {
        var (registry, events, changes) = Create(_clock);
        Assert.Empty((await changes.ReadAsync(All, 10, cursor: null, Token)).Changes);
        await registry.RegisterAsync(Changes.Join("a", "process"), TimeSpan.FromMinutes(1), Token);
        await registry.ApplyAsync(new MembershipChange.SetWeight("a", 50) { By = "ops" }, Token);

        await events.AppendAsync([.. Enumerable.Range(0, IEventLog.Capacity).Select(
            i => new ClusterEvent(Changes.Noon, ClusterEventKind.Unhealthy, $"s{i}", "gateway-1", ""))], Token);

        var page = await changes.ReadAsync(All, 10, cursor: null, Token);
        var change = Assert.Single(page.Changes);
        Assert.Equal(
            (ClusterEventKind.Weighted, "a", "ops", "100 → 50", _clock.GetUtcNow()),
            (change.Kind, change.Server, change.By, change.Detail, change.At));
        Assert.Null(page.Next);
        Assert.DoesNotContain(await events.ReadAsync(IEventLog.Capacity, Token), happened => happened.Kind == ClusterEventKind.Weighted);
    }

    [Fact]
    public async Task Read_PageByPage_ReturnsEachChangeOnceNewestFirst()
    {
        var (registry, _, changes) = Create(_clock);
        string[] ids = [.. Enumerable.Range(10, 25).Select(i => $"s{i}")];
        await registry.ApplyAsync(new MembershipChange.Batch([.. ids.Select(id => Changes.Join(id))]) { By = "ops" }, Token);
        await registry.ApplyAsync(new MembershipChange.SetWeight("s10", 7) { By = "ops" }, Token);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await registry.ApplyAsync(new MembershipChange.SetWeight("s10", 8) { By = "ops" }, Token);

        var read = new List<ClusterEvent>();
        var pages = 0;
        ChangeCursor? cursor = null;
        do
        {
            var page = await changes.ReadAsync(All, 6, cursor, Token);
            read.AddRange(page.Changes);
            cursor = page.Next is null ? null : ChangeCursor.TryParse(page.Next.ToString());
            pages++;
        }
        while (cursor is not null);

        Assert.Equal((27, 5), (read.Count, pages));
        Assert.Equal("7 → 8", read[0].Detail);
        Assert.Equal(
            ids,
            read.Where(change => change.Kind == ClusterEventKind.Joined).Select(change => change.Server!).Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Reverse(ids), read.Where(change => change.Kind == ClusterEventKind.Joined).Select(change => change.Server!));
    }

    [Fact]
    public async Task Read_TimeRangeAndAuthor_ReturnsTheMatches()
    {
        var (registry, _, changes) = Create(_clock);
        await registry.ApplyAsync(Changes.Join("a"), Token);
        var began = _clock.GetUtcNow();
        for (var weight = 1; weight <= 6; weight++)
        {
            await registry.ApplyAsync(new MembershipChange.SetWeight("a", weight) { By = weight % 2 == 0 ? "even" : "odd" }, Token);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var page = await changes.ReadAsync(
            new(began + TimeSpan.FromMinutes(1), began + TimeSpan.FromMinutes(4), "even"), 10, cursor: null, Token);

        Assert.Equal(["3 → 4", "1 → 2"], page.Changes.Select(change => change.Detail));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Read_ChangesOlderThanTheRetention_AreNotReturned()
    {
        var old = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - IChangeLog.Memory - TimeSpan.FromMinutes(1));
        var (registry, _, changes) = Create(old);
        await registry.ApplyAsync(Changes.Join("a") with { By = "ops" }, Token);
        old.Advance(TimeSpan.FromMinutes(5));
        await registry.ApplyAsync(new MembershipChange.SetWeight("a", 5) { By = "ops" }, Token);

        Assert.Equal(ClusterEventKind.Weighted, Assert.Single((await changes.ReadAsync(All, 10, cursor: null, Token)).Changes).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-1")]
    [InlineData("1-")]
    [InlineData("1--1")]
    public void Cursor_InvalidText_ReturnsNull(string text) => Assert.Null(ChangeCursor.TryParse(text));
}
