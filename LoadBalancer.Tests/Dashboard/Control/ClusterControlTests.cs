using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.Control;

public sealed class ClusterControlTests
{
    private const int Failed = 4201;

    private static readonly OrchestratorReport Report = new("machine/1", Kept: 2, Most: 5);

    private readonly RecordingLogger<ClusterControl> _logger = new();
    private readonly FlakyReplicaStore _replicas;
    private readonly FlakyServerRegistry _registry;
    private readonly ClusterControl _control;

    public ClusterControlTests()
    {
        var time = new FakeTimeProvider();
        _replicas = new(new InMemoryReplicaStore(time, new InMemoryEventLog()));
        _registry = new(new InMemoryServerRegistry(time));
        _control = new(_registry, _replicas, new InMemoryGatewayExchange(time), new ReadSignal(time), time, LoopLogs.Of(_logger));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetReplicasAsync_StoreUnreachable_IsLoggedOncePerOutage()
    {
        await ReportAsync(ControlOutcome.Applied);
        await SetAsync(ControlOutcome.Applied);
        Assert.Empty(_logger.Entries);

        _replicas.IsUnreachable = true;
        await SetAsync(ControlOutcome.RedisUnreachable);
        await SetAsync(ControlOutcome.RedisUnreachable);
        await SetAsync(ControlOutcome.RedisUnreachable);
        Assert.Equal((LogLevel.Warning, Failed), (_logger.Entries.Single().Level, _logger.Entries.Single().Id.Id));
        Assert.EndsWith(": The store does not respond.", _logger.Entries.Single().Message, StringComparison.Ordinal);

        _replicas.IsUnreachable = false;
        await SetAsync(ControlOutcome.Unchanged);
        _replicas.IsUnreachable = true;
        await SetAsync(ControlOutcome.RedisUnreachable);
        Assert.Equal(2, _logger.CountOf(Failed));
    }

    [Fact]
    public async Task RemoveAsync_StoreAcceptsNoWrites_SaysThatNothingChanged()
    {
        _registry.Failure = new StoreException(StoreCondition.NotWritable, "MISCONF Redis cannot persist.", new TimeoutException());

        var result = await _control.RemoveAsync(new("a"), new("alice"), Token);

        Assert.Equal(ControlOutcome.RedisUnreachable, result.Outcome);
        Assert.Equal(
            "Redis is connected but accepts no writes: MISCONF Redis cannot persist. Nothing was changed; it is safe to send it again.",
            result.Reason);
    }

    [Fact]
    public async Task RemoveAsync_StoreRejectsTheCommand_FailsWithTheStoresReason()
    {
        _registry.Failure = new StoreException(StoreCondition.Rejected, "NOPERM no permission", new TimeoutException());

        var result = await _control.RemoveAsync(new("a"), new("alice"), Token);

        Assert.Equal((ControlOutcome.Failed, "Redis rejected the change: NOPERM no permission"), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task RemoveAsync_UnexpectedException_FailsAndIsNotTakenForAnOutage()
    {
        _registry.Failure = new InvalidOperationException("a bug");

        var result = await _control.RemoveAsync(new("a"), new("alice"), Token);

        Assert.Equal((ControlOutcome.Failed, 0), (result.Outcome, _logger.CountOf(Failed)));
    }

    [Fact]
    public async Task ReportAsync_StoreUnreachable_IsNotLogged()
    {
        _replicas.IsUnreachable = true;
        await ReportAsync(ControlOutcome.RedisUnreachable);

        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task AddAsync_NewId_IsAMember()
    {
        var result = await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: null), new("somebody"), Token);

        Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.IsNew));
        Assert.Equal(("http://a.test", 70), await ServerAsync("a"));
    }

    [Fact]
    public async Task AddAsync_IdThatIsTaken_IsRejectedAndReportsTheUrl()
    {
        await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: null), new("somebody"), Token);

        var result = await _control.AddAsync(new(new("a"), "http://b.test", Weight: null, HealthCheck: null), new("somebody"), Token);

        Assert.Equal((ControlOutcome.Exists, "id", false), (result.Outcome, result.Field, result.IsNew));
        Assert.Equal("a is already a member, at http://a.test.", result.Reason);
        Assert.Equal(("http://a.test", 70), await ServerAsync("a"));
    }

    [Fact]
    public async Task AddAsync_IdThatIsTakenConcurrently_IsRejected()
    {
        _registry.BeforeChange = () => _registry.Inner.ApplyAsync(Changes.Join("a", weight: 30, url: "http://first.test"), Token);

        var result = await _control.AddAsync(new(new("a"), "http://second.test", Weight: null, HealthCheck: null), new("somebody"), Token);

        Assert.Equal(ControlOutcome.Exists, result.Outcome);
        Assert.Equal(("http://first.test", 30), await ServerAsync("a"));
    }

    [Fact]
    public async Task AddAsync_AnotherServerConcurrently_IsAMember()
    {
        _registry.BeforeChange = () => _registry.Inner.ApplyAsync(Changes.Join("b"), Token);

        var result = await _control.AddAsync(new(new("a"), "http://a.test", Weight: null, HealthCheck: null), new("somebody"), Token);

        Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.IsNew));
        Assert.Equal(2, result.Membership!.Servers.Length);
    }

    [Fact]
    public async Task PutAsync_IdThatIsTaken_IsReplaced()
    {
        await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: null), new("somebody"), Token);

        var result = await _control.PutAsync(new(new("a"), "http://b.test", Weight: 50, HealthCheck: null), new("somebody"), Token);

        Assert.Equal((ControlOutcome.Applied, false), (result.Outcome, result.IsNew));
        Assert.Equal(("http://b.test", 50), await ServerAsync("a"));
    }

    [Fact]
    public async Task ReplaceAsync_MemberMovesConcurrently_IsRejectedAndReportsItsUrl()
    {
        await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: null), new("somebody"), Token);
        var seen = (await _registry.Inner.ReadAsync(Token)).Find(new("a"))!;
        _registry.BeforeChange = () => _registry.Inner.ApplyAsync(Changes.Join("a", weight: 30, url: "http://moved.test"), Token);

        var result = await _control.ReplaceAsync(new(new("a"), "http://b.test", Weight: 50, HealthCheck: ""), seen, new("somebody"), Token);

        Assert.Equal(
            (ControlOutcome.Exists, "a has changed in the meantime: it is now at http://moved.test."), (result.Outcome, result.Reason));
        Assert.Equal(("http://moved.test", 30), await ServerAsync("a"));
    }

    public static TheoryData<MembershipChange, string> ChangesMeanwhile => new()
    {
        { new MembershipChange.SetWeight(new("a"), 33), "a has changed in the meantime: its weight is now 33." },
        { new MembershipChange.SetState(new("a"), ServerState.Draining), "a has changed in the meantime: it is now draining." },
        {
            Changes.Join("a", weight: 70, url: "http://a.test") with { HealthCheck = "/hh" },
            "a has changed in the meantime: its health check is now /hh."
        },
        { new MembershipChange.Leave(new("a")), "a has changed in the meantime: it was removed." },
    };

    [Theory]
    [MemberData(nameof(ChangesMeanwhile))]
    public async Task ReplaceAsync_MemberHasChangedSinceItWasSeen_IsRejectedAndReportsTheChange(MembershipChange change, string reason)
    {
        await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: null), new("somebody"), Token);
        var seen = (await _registry.Inner.ReadAsync(Token)).Find(new("a"))!;
        await _registry.Inner.ApplyAsync(change, Token);
        var before = await _registry.Inner.ReadAsync(Token);

        var result = await _control.ReplaceAsync(new(new("a"), "http://b.test", Weight: 50, HealthCheck: ""), seen, new("somebody"), Token);

        Assert.Equal((ControlOutcome.Exists, reason), (result.Outcome, result.Reason));
        Assert.Equal(before.At, (await _registry.Inner.ReadAsync(Token)).At);
    }

    [Fact]
    public async Task ReplaceAsync_OthersChangeConcurrently_IsReplaced()
    {
        await _control.AddAsync(new(new("a"), "http://a.test", Weight: 70, HealthCheck: "/ready"), new("somebody"), Token);
        var seen = (await _registry.Inner.ReadAsync(Token)).Find(new("a"))!;
        _registry.BeforeChange = () => _registry.Inner.ApplyAsync(Changes.Join("b"), Token);

        var result = await _control.ReplaceAsync(new(new("a"), "http://b.test", Weight: 50, HealthCheck: ""), seen, new("somebody"), Token);

        Assert.Equal((ControlOutcome.Applied, false), (result.Outcome, result.IsNew));
        Assert.Null(result.Membership!.Find(new("a"))!.HealthCheck);
        Assert.Equal(("http://b.test", 50), await ServerAsync("a"));
    }

    private async Task<(string Url, int Weight)> ServerAsync(string id)
    {
        var server = (await _registry.Inner.ReadAsync(Token)).Find(new(id))!;
        return (server.Url, server.Weight);
    }

    private async Task SetAsync(ControlOutcome expected) =>
        Assert.Equal(expected, (await _control.SetReplicasAsync(2, "somebody", Token)).Outcome);

    private async Task ReportAsync(ControlOutcome expected) =>
        Assert.Equal(expected, (await _control.ReportAsync(Report, count: null, Token)).Outcome);
}
