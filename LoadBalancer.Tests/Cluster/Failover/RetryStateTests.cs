using LoadBalancer.Cluster.Failover;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Failover;

/// <summary>Tests the timeouts of a request on a clock that the test advances: 10 s for one attempt, 100 s for all of them.</summary>
public sealed class RetryStateTests
{
    /// <summary>More failures than it takes to eject a server, malformed responses included.</summary>
    private const int Many = 30;

    private readonly FakeTimeProvider _time = new();
    private readonly Body _body = new();
    private readonly HealthMonitor _health;
    private bool _isIdempotent = true;
    private CancellationToken _client;
    private Attempts _attempts = new();
    private int _first;

    public RetryStateTests() => _health = GatewayParts.Health(_time);

    [Fact]
    public void Attempt_TooLongAndAnotherServerExists_MovesToThatServer()
    {
        using var retry = Begin(servers: 2);

        Advance(9.9);
        Assert.False(retry.Token.IsCancellationRequested);
        Advance(0.2);
        Assert.True(retry.Token.IsCancellationRequested);
        retry.EndAttempt();

        Assert.Equal(AttemptPhase.TimedOut, retry.Phase);
        Assert.True(retry.TryMoveOn(AttemptOutcome.TimedOut));
        Assert.False(retry.Token.IsCancellationRequested);
    }

    [Fact]
    public void Attempt_TooLongButNoOtherServerExists_ContinuesUntilTheTotalTimeout()
    {
        using var retry = Begin(servers: 1);

        Advance(99.9);
        Assert.False(retry.Token.IsCancellationRequested);
        Advance(0.2);
        Assert.True(retry.Token.IsCancellationRequested);
        retry.EndAttempt();

        Assert.Equal(AttemptPhase.TimedOut, retry.Phase);
        Assert.False(retry.TryMoveOn(AttemptOutcome.TimedOut));
    }

    [Fact]
    public void Attempt_TooLongButTheBudgetIsExhausted_Continues()
    {
        using var retry = Begin(servers: 2, budgetFloor: 0);

        Advance(20);

        Assert.False(retry.Token.IsCancellationRequested);
    }

    [Fact]
    public void Attempt_TooLongAndTheBudgetHasRoomLater_EndsThen()
    {
        var policy = Policy(budgetFloor: 1);
        Assert.True(policy.Budget.TryBeginRetry());
        using var retry = Begin(policy, servers: 2);
        Advance(20);
        Assert.False(retry.Token.IsCancellationRequested);

        policy.Budget.EndRetry();
        Advance(0.05);

        Assert.True(retry.Token.IsCancellationRequested);
        retry.EndAttempt();
        Assert.True(retry.TryMoveOn(AttemptOutcome.TimedOut));
        Assert.Equal(1, policy.Budget.Retries);
    }

    [Fact]
    public void Attempt_ResponseHasBegun_NeverTimesOut()
    {
        using var retry = Begin(servers: 2);

        Assert.True(retry.Accept(200));
        Advance(1_000);

        Assert.False(retry.Token.IsCancellationRequested);
        Assert.NotEqual(AttemptPhase.TimedOut, retry.Phase);
    }

    [Fact]
    public void Attempt_ClientIsStillSending_TimeoutStartsWhenItIsDone()
    {
        using var retry = Begin(servers: 2);
        _body.IsAwaited = true;
        Advance(39);

        (_body.IsAwaited, _body.AwaitedUntil) = (false, _time.GetTimestamp());
        Advance(9.9);
        Assert.False(retry.Token.IsCancellationRequested);
        Advance(0.2);

        Assert.True(retry.Token.IsCancellationRequested);
        Assert.Equal(AttemptPhase.TimedOut, retry.Phase);
    }

    [Fact]
    public void Attempt_OfAPost_HasNoTimeout()
    {
        _isIdempotent = false;
        using var retry = Begin(servers: 2);

        Advance(1_000);

        Assert.False(retry.Token.IsCancellationRequested);
    }

    [Fact]
    public void Attempt_ClientDisconnects_EndsAndNoOtherServerIsTried()
    {
        using var client = new CancellationTokenSource();
        _client = client.Token;
        using var retry = Begin(servers: 2);

        client.Cancel();

        Assert.True(retry.Token.IsCancellationRequested);
        Assert.True(retry.ClientHasGone);
        Assert.NotEqual(AttemptPhase.TimedOut, retry.Phase);
        Assert.False(retry.TryMoveOn(AttemptOutcome.NotReached));
    }

    [Fact]
    public void Accept_UnwantedStatus_IsHeldBackOnlyIfAnotherServerExists()
    {
        using var two = Begin(servers: 2);
        Assert.False(two.Accept(503));
        Assert.True(two.TryMoveOn(AttemptOutcome.Unwanted));

        using var one = Begin(servers: 1);
        Assert.True(one.Accept(503));
    }

    [Fact]
    public void TryMoveOn_SecondMalformedResponse_IsTheLast()
    {
        using var retry = Begin(servers: 3);

        Assert.True(retry.TryMoveOn(AttemptOutcome.Malformed));
        retry.EndAttempt();
        retry.BeginAttempt();

        Assert.False(retry.TryMoveOn(AttemptOutcome.Malformed));
    }

    [Theory]
    [InlineData(AttemptOutcome.NoResponse)]
    [InlineData(AttemptOutcome.Malformed)]
    [InlineData(AttemptOutcome.TimedOut)]
    [InlineData(AttemptOutcome.Unwanted)]
    public void Judge_AllServersFailARequestAlike_BlamesNoServer(AttemptOutcome outcome)
    {
        for (var i = 0; i < Many; i++)
        {
            using var retry = Begin(servers: 3);
            Fail(retry, outcome);
            Fail(retry, outcome);
            Fail(retry, outcome);
        }

        Assert.Empty(_health.Vote().Down);
    }

    [Theory]
    [InlineData(AttemptOutcome.NoResponse)]
    [InlineData(AttemptOutcome.Malformed)]
    [InlineData(AttemptOutcome.TimedOut)]
    [InlineData(AttemptOutcome.Unwanted)]
    public void Judge_AnotherServerResponds_BlamesTheFirstOnceTheResponseBegins(AttemptOutcome outcome)
    {
        for (var i = 0; i < Many; i++)
        {
            using var retry = Begin(servers: 3);
            Fail(retry, outcome);
            retry.Accept(200);
            if (i == Many - 1)
            {
                Assert.Equal(ServerProcess.Of(_attempts.Membership.Servers[_first]), Assert.Single(_health.Vote().Down));
            }
        }
    }

    [Fact]
    public void Judge_LastServerRespondsWithAFailureStatus_BlamesNoServer()
    {
        for (var i = 0; i < Many; i++)
        {
            using var retry = Begin(servers: 3);
            Fail(retry, AttemptOutcome.Unwanted);
            Fail(retry, AttemptOutcome.Unwanted);
            Assert.True(retry.Accept(503));
            retry.Judge(AttemptOutcome.Responded, 503, failure: default);
        }

        Assert.Empty(_health.Vote().Down);
    }

    [Theory]
    [InlineData(AttemptOutcome.NotReached)]
    [InlineData(AttemptOutcome.NotProcessed)]
    public void Judge_FailureCausedByTheServer_BlamesItAtOnce(AttemptOutcome outcome)
    {
        using var retry = Begin(servers: 3);

        for (var i = 0; i < Many; i++)
        {
            retry.Judge(outcome, status: 0, OutcomeCauses.Of(outcome, status: 503));
        }

        Assert.Single(_health.Vote().Down);
    }

    [Fact]
    public void Dispose_OneServerTried_BlamesItUnlessThePreviousRequestHadTheSameKey()
    {
        Fail(sameKey: true);
        Assert.Empty(_health.Vote().Down);

        Fail(sameKey: false);
        Assert.Single(_health.Vote().Down);

        void Fail(bool sameKey)
        {
            for (var i = 0; i < Many; i++)
            {
                using var retry = Begin(servers: 1, hash: sameKey ? 0 : (ulong)i);
                this.Fail(retry, AttemptOutcome.NoResponse);
            }
        }
    }

    [Fact]
    public void Dispose_AfterARetry_ReturnsItsBudget()
    {
        var policy = Policy(budgetFloor: 1);
        var retry = Begin(policy, servers: 2);
        Assert.True(retry.TryMoveOn(AttemptOutcome.Unwanted));
        Assert.Equal((1, 1), (policy.Budget.Requests, policy.Budget.Retries));

        retry.EndAttempt();
        retry.Dispose();

        Assert.Equal((0, 0), (policy.Budget.Requests, policy.Budget.Retries));
    }

    /// <summary>Fails the current attempt, and begins one on the next server if that is allowed.</summary>
    private void Fail(RetryState retry, AttemptOutcome outcome)
    {
        retry.EndAttempt();
        retry.Judge(outcome, status: 0, OutcomeCauses.Of(outcome, status: 503));
        if (retry.TryMoveOn(outcome) && _attempts.MoveNext())
        {
            retry.BeginAttempt();
        }
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private RetryPolicy Policy(int budgetFloor) => GatewayParts.Retries(_time, budgetFloor);

    private RetryState Begin(int servers, int budgetFloor = 3, ulong hash = 0) => Begin(Policy(budgetFloor), servers, hash);

    private RetryState Begin(RetryPolicy policy, int servers, ulong hash = 0)
    {
        var members = Enumerable.Range(0, servers).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}.test" });
        var attempts = _attempts = new();
        attempts.Begin(new(ClusterSnapshot.Create(new(new("epoch"), 1, members), PlacementAlgorithm.Ring), Bound: null), hash);
        Assert.True(attempts.MoveNext());
        _first = attempts.Current.Server;
        var retry = new RetryState(policy, attempts, _health);
        retry.Begin(new(_isIdempotent), _body, _client);
        retry.BeginAttempt();
        return retry;
    }

    private sealed class Body : IRepeatableBody
    {
        public bool IsWhole => true;

        public bool IsAwaited { get; set; }

        public long AwaitedUntil { get; set; }

        public void Rewind()
        {
            // There is no body to rewind.
        }
    }
}
