using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Failover;

/// <summary>
/// Tests one timer on a clock that the test advances, with a request that may move to another server when its time is up.
/// </summary>
public sealed class AttemptTimerTests : IDisposable
{
    private static readonly TimeSpan Due = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CountedTimers _time = new();
    private readonly CancellationTokenSource _client = new();
    private readonly RetryPolicy _policy;
    private readonly AttemptTimer _timer;

    public AttemptTimerTests()
    {
        _policy = GatewayParts.Retries(_time, budgetFloor: 1);
        _timer = new(_time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _timer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void Token_TimeIsUp_IsCancelledAfterTheOwnerIsNotified()
    {
        using var owner = Begin();
        var knew = false;
        using var registration = _timer.Token.Register(() => knew = owner.Phase == AttemptPhase.TimedOut);
        _timer.Start(owner, Due, _client.Token);

        _time.Advance(Due - Tick);
        Assert.False(_timer.Token.IsCancellationRequested);
        _time.Advance(Tick);

        Assert.True(_timer.Token.IsCancellationRequested);
        Assert.True(knew);
        Assert.False(_timer.Stop());
    }

    [Fact]
    public void Stop_InTime_NeverTimesOutAgain()
    {
        using var owner = Begin();
        _timer.Start(owner, Due, _client.Token);
        _time.Advance(Due - Tick);

        Assert.True(_timer.Stop());
        _time.Advance(10 * Due);

        Assert.False(_timer.Token.IsCancellationRequested);
        Assert.False(owner.Phase == AttemptPhase.TimedOut);
        Assert.True(_timer.TryReset());
    }

    [Fact]
    public void Token_ClientDisconnects_IsCancelledWithoutATimeout()
    {
        using var owner = Begin();
        _timer.Start(owner, Due, _client.Token);

        _client.Cancel();

        Assert.True(_timer.Token.IsCancellationRequested);
        Assert.False(owner.Phase == AttemptPhase.TimedOut);
        Assert.False(_timer.TryReset());
    }

    [Fact]
    public void TryReset_AfterATimeout_ReturnsFalse()
    {
        using var owner = Begin();
        _timer.Start(owner, Due, _client.Token);
        _time.Advance(Due);

        Assert.False(_timer.TryReset());
    }

    [Fact]
    public void TryReset_InTime_ForgetsTheClient()
    {
        using var owner = Begin();
        using var next = new CancellationTokenSource();
        _timer.Start(owner, Due, _client.Token);
        Assert.True(_timer.TryReset());
        _timer.Start(owner, Due, next.Token);

        _client.Cancel();
        Assert.False(_timer.Token.IsCancellationRequested);
        next.Cancel();

        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_TimerOfAnEarlierAttemptFires_KeepsItsOwnTimeout()
    {
        using var owner = Begin();
        _timer.Start(owner, Due, _client.Token);
        _time.Advance(Second);
        Assert.True(_timer.TryReset());
        _time.Advance(4 * Second);
        _timer.Start(owner, Due, _client.Token);

        _time.Advance(5 * Second);
        Assert.False(_timer.Token.IsCancellationRequested);
        _time.Advance((5 * Second) - Tick);
        Assert.False(_timer.Token.IsCancellationRequested);
        _time.Advance(Tick);

        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_TimeoutShorterThanTheRunningTimer_EndsAtItsOwnTimeout()
    {
        using var owner = Begin();
        _timer.Start(owner, 6 * Due, _client.Token);
        Assert.True(_timer.TryReset());
        _timer.Start(owner, Due, _client.Token);

        _time.Advance(Due);

        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Start_ManyAttemptsInTime_SetThePlatformsTimerOnce()
    {
        using var owner = Begin();
        for (var i = 0; i < 1_000; i++)
        {
            _timer.Start(owner, Due, _client.Token);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(_timer.TryReset());
        }

        Assert.Equal(1, _time.Changes);
    }

    [Fact]
    public void Due_OwnerWaitsForRoomInTheBudget_EndsWhenThereIsSome()
    {
        using var owner = Begin();
        Assert.True(_policy.Budget.TryBeginRetry());
        _timer.Start(owner, Due, _client.Token);
        _time.Advance(2 * Due);
        Assert.False(_timer.Token.IsCancellationRequested);

        _policy.Budget.EndRetry();
        _time.Advance(Second);

        Assert.True(_timer.Token.IsCancellationRequested);
        Assert.True(owner.Phase == AttemptPhase.TimedOut);
        Assert.Equal(1, _policy.Budget.Retries);
    }

    [Fact]
    public async Task Stop_AtTheTimeout_ExactlyOneOfThemWins()
    {
        for (var i = 0; i < 500; i++)
        {
            using var owner = Begin();
            using var timer = new AttemptTimer(_time);
            using var both = new Barrier(2);
            timer.Start(owner, Due, _client.Token);

            var advancing = Task.Run(
                () =>
                {
                    both.SignalAndWait(Token);
                    _time.Advance(Due);
                },
                Token);
            both.SignalAndWait(Token);
            var stopped = timer.Stop();
            await advancing;

            Assert.NotEqual(stopped, timer.Token.IsCancellationRequested);
            Assert.NotEqual(stopped, owner.Phase == AttemptPhase.TimedOut);
            Assert.Equal(stopped ? 0 : 1, _policy.Budget.Retries);
        }
    }

    private RetryState Begin()
    {
        var members = Enumerable.Range(0, 2).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}.test" });
        var attempts = new Attempts();
        attempts.Begin(new(ClusterSnapshot.Create(new(new("epoch"), 1, members), PlacementAlgorithm.Ring), Bound: null), 0);
        Assert.True(attempts.MoveNext());
        var owner = new RetryState(_policy, attempts, GatewayParts.Health(_time));
        owner.Begin(new(IsIdempotent: true), body: null, _client.Token);
        return owner;
    }
}
