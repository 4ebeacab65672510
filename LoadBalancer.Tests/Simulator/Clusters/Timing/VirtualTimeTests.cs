using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Tests.Simulator.Clusters.Timing;

/// <summary>Tests what the product's classes expect of a clock, and the order in which events and continuations run.</summary>
public sealed class VirtualTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time = new(prelude: TimeSpan.Zero);
    private readonly List<string> _happened = [];

    [Fact]
    public void Clock_BeforeZero_HasADateAndATimestampThatIsNotNegative()
    {
        var time = new VirtualTime(prelude: Second * 5);

        Assert.Equal((VirtualTime.Beginning - (Second * 5), 0L), (time.GetUtcNow(), time.GetTimestamp()));
        time.RunUntil(Second, () => { }, CancellationToken.None);
        Assert.Equal((VirtualTime.Beginning + Second, Second * 6), (time.GetUtcNow(), time.GetElapsedTime(0)));
    }

    [Fact]
    public void Timer_WithAPeriod_FiresAtEachMultiple()
    {
        using var timer = _time.CreateTimer(_ => Note("fired"), state: null, Second, Second * 2);

        Run(seconds: 5);

        Assert.Equal(["1 fired", "3 fired", "5 fired", "5 over"], _happened);
    }

    [Fact]
    public void Timer_SetAnew_FiresAtTheNewTimeOnly()
    {
        using var timer = _time.CreateTimer(_ => Note("fired"), state: null, Second, Timeout.InfiniteTimeSpan);

        timer.Change(Second * 3, Timeout.InfiniteTimeSpan);
        Run(seconds: 5);

        Assert.Equal(["3 fired", "5 over"], _happened);
        Assert.Equal(1, _time.Events);
    }

    [Fact]
    public void Timer_Disposed_FiresNoMoreAndCannotBeSet()
    {
        var timer = _time.CreateTimer(_ => Note("fired"), state: null, Second, Second);
        _time.After(Second * 2.5, timer.Dispose);

        Run(seconds: 5);

        Assert.Equal(["1 fired", "2 fired", "5 over"], _happened);
        Assert.False(timer.Change(Second, Second));
    }

    [Fact]
    public void Memory_ThatRanOutWhereFailuresAreCaught_EndsTheSimulation()
    {
        _time.After(Second, () => Assert.Throws<OutOfMemoryException>(() => new byte[int.MaxValue]));
        _time.After(Second * 2, () => Note("went on"));

        Assert.Throws<OutOfMemoryException>(() => Run(seconds: 5));
        Assert.DoesNotContain("2 went on", _happened);
    }

    [Fact]
    public void Event_ThatSomethingWaitsFor_IsOverBeforeTheNextOfTheSameMoment()
    {
        _time.Start(async () =>
        {
            await _time.DelayAsync(Second);
            Note("waited");
            await Task.Yield();
            Note("went on");
        });
        _time.After(TimeSpan.Zero, () => _time.After(Second, () => Note("next")));

        Run(seconds: 2);

        Assert.Equal(["1 waited", "1 went on", "1 next", "2 over"], _happened);
    }

    [Fact]
    public void PlatformsTimers_OnVirtualTime_StayOnItsThread()
    {
        var thread = Environment.CurrentManagedThreadId;
        _time.Start(async () =>
        {
            using var ticks = new PeriodicTimer(Second, _time);
            using var stop = new CancellationTokenSource(Second * 2.5, _time);
            while (await ticks.WaitForNextTickAsync(stop.Token))
            {
                Note(thread == Environment.CurrentManagedThreadId ? "tick" : "elsewhere");
            }
        });

        Run(seconds: 5);

        Assert.Equal(["1 tick", "2 tick", "5 over"], _happened);
    }

    [Fact]
    public void Delay_OfLessThanAMillisecond_IsKeptToTheTick()
    {
        var over = TimeSpan.Zero;
        _time.Start(async () =>
        {
            await _time.DelayAsync(TimeSpan.FromTicks(3));
            over = _time.Elapsed;
        });

        Run(seconds: 1);

        Assert.Equal(TimeSpan.FromTicks(3), over);
    }

    [Fact]
    public void Delay_Cancelled_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource(Second, _time);
        _time.Start(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _time.DelayAsync(Second * 3, stop.Token));
            Note("ended");
        });

        Run(seconds: 5);

        Assert.Equal(["1 ended", "5 over"], _happened);
    }

    [Fact]
    public void Start_OfSomethingThatFails_FailsTheRun()
    {
        _time.Start(async () =>
        {
            await _time.DelayAsync(Second);
            throw new InvalidDataException("broken");
        });

        Assert.Equal("broken", Assert.Throws<InvalidDataException>(() => Run(seconds: 2)).Message);
    }

    [Fact]
    public void Run_Ended_GivesTheThreadItsContextBack()
    {
        var outer = SynchronizationContext.Current;

        Run(seconds: 1);

        Assert.Same(outer, SynchronizationContext.Current);
    }

    private void Note(string what) => _happened.Add($"{_time.Elapsed.TotalSeconds:0} {what}");

    private void Run(int seconds) => _time.RunUntil(Second * seconds, () => Note("over"), CancellationToken.None);
}
