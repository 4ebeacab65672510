using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Failover;

/// <summary>Tests requests on a server that hangs, on a clock that the test advances. The retry budget is empty.</summary>
public sealed class HungServerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HealthMonitor _health;
    private readonly Attempts _attempts = new();

    public HungServerTests() => _health = GatewayParts.Health(_time);

    [Fact]
    public void Attempt_ServerIsSilent_IsSuspectedToHang()
    {
        using var retry = Begin(servers: 2);

        Advance(0.4);
        Assert.Empty(_health.TakeSuspects());
        Advance(0.2);

        Assert.Equal([ServerProcess.Of(_attempts.Server)], _health.TakeSuspects());
        Assert.Empty(_health.TakeSuspects());
        Assert.False(retry.Token.IsCancellationRequested);
    }

    [Fact]
    public void Attempt_ServerRespondsToOtherRequests_IsNotSuspected()
    {
        using var retry = Begin(servers: 2);
        Advance(0.4);
        _health.Observe(new AttemptEnd(_attempts.Server, AttemptOutcome.Responded, Status: 200, Failure: default, Key: 1));

        Advance(0.2);

        Assert.Empty(_health.TakeSuspects());
    }

    [Fact]
    public void Attempt_SuspectedServerBecomesUnhealthy_MovesOnWithoutUsingTheBudget()
    {
        using var retry = Begin(servers: 3);
        Advance(0.6);
        FailProbes();

        Advance(0.2);
        Assert.True(retry.Token.IsCancellationRequested);
        retry.EndAttempt();

        Assert.Equal(AttemptPhase.TimedOut, retry.Phase);
        Assert.True(retry.TryMoveOn(AttemptOutcome.TimedOut));
    }

    [Fact]
    public void Attempt_SuspectedServerBecomesUnhealthyButTheRequestIsNotIdempotent_Waits()
    {
        using var retry = Begin(servers: 3, isIdempotent: false);
        FailProbes();

        Advance(20);

        Assert.False(retry.Token.IsCancellationRequested);
    }

    private void FailProbes()
    {
        for (var i = 0; i < 2; i++)
        {
            _health.Observe(_attempts.Server, new ProbeResult(HealthReason.ProbesFail, FailureCause.HttpResponseTimeout));
        }
    }

    [Fact]
    public void Attempt_ManyServersHang_LeavesMoreOfThemThanAttemptsAreAllowed()
    {
        using var retry = Begin(servers: 12);

        for (var left = 0; left < 5; left++)
        {
            Advance(0.6);
            FailProbes();
            Advance(0.2);
            retry.EndAttempt();
            Assert.True(retry.TryMoveOn(AttemptOutcome.TimedOut));
            Assert.True(_attempts.MoveNext());
            retry.BeginAttempt();
        }
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private RetryState Begin(int servers, bool isIdempotent = true)
    {
        var members = Enumerable.Range(0, servers).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}.test" });
        _attempts.Begin(new(ClusterSnapshot.Create(new(new("epoch"), 1, members), PlacementAlgorithm.Ring), Bound: null), hash: 0);
        Assert.True(_attempts.MoveNext());
        var retry = new RetryState(GatewayParts.Retries(_time, budgetFloor: 0), _attempts, _health);
        retry.Begin(new(isIdempotent), body: null, CancellationToken.None);
        retry.BeginAttempt();
        return retry;
    }
}
