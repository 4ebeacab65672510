using LoadBalancer.Cluster.Failover;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Failover;

public sealed class HedgeDelayTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly HedgeDelay _delay;

    public HedgeDelayTests() => _delay = new(_time);

    [Fact]
    public void Current_BeforeAnAttempt_IsNull() => Assert.Null(_delay.Current);

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void Current_FewAttempts_IsNull(int attempts, bool isKnown)
    {
        Record(attempts, Millisecond * 10);

        Assert.Equal(isKnown, _delay.Current is not null);
    }

    [Fact]
    public void Current_OneInTenIsSlow_IsTheirTime()
    {
        for (var i = 0; i < 99; i++)
        {
            _delay.Record(Millisecond * (i < 90 ? 10 : 200));
        }

        Record(1, Millisecond * 200);

        Assert.InRange(_delay.Current!.Value, Millisecond * 180, Millisecond * 220);
    }

    [Fact]
    public void Current_OneInFiftyIsSlow_IsTheTimeOfTheOthers()
    {
        for (var i = 0; i < 99; i++)
        {
            _delay.Record(Millisecond * (i < 98 ? 10 : 200));
        }

        Record(1, Millisecond * 10);

        Assert.InRange(_delay.Current!.Value, Millisecond * 9, Millisecond * 11);
    }

    [Fact]
    public void Current_ResponsesAtOnce_IsOneMillisecond()
    {
        Record(1_000, TimeSpan.Zero);

        Assert.Equal(Millisecond, _delay.Current);
    }

    [Fact]
    public void Current_AMinuteLater_ForgetsTheEarlierAttempts()
    {
        Record(1_000, Millisecond * 500);
        for (var i = 0; i < 12; i++)
        {
            Record(200, Millisecond * 10);
        }

        Assert.InRange(_delay.Current!.Value, Millisecond * 9, Millisecond * 11);
    }

    [Fact]
    public void Current_AfterAPause_ForgetsTheEarlierAttempts()
    {
        Record(1_000, Millisecond * 500);
        _time.Advance(TimeSpan.FromMinutes(2));
        _delay.Record(Millisecond * 10);
        Record(200, Millisecond * 10);

        Assert.InRange(_delay.Current!.Value, Millisecond * 9, Millisecond * 11);
    }

    [Fact]
    public async Task Record_ByManyThreads_LosesNothing()
    {
        const int Threads = 4;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                _delay.Record(Millisecond * 10);
                _time.Advance(Millisecond);
            }
        })));
        Record(1, Millisecond * 10);

        Assert.InRange(_delay.Current!.Value, Millisecond * 9, Millisecond * 11);
    }

    /// <summary>Records attempts, and lets the slice of time end.</summary>
    private void Record(int attempts, TimeSpan waited)
    {
        for (var i = 1; i < attempts; i++)
        {
            _delay.Record(waited);
        }

        _time.Advance(Slice);
        _delay.Record(waited);
    }
}
