using System.IO.Pipelines;
using LoadBalancer.Proxy.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Runtime;

public sealed class ReadDeadlineTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan Head = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();
    private readonly ReadDeadline _deadline;

    public ReadDeadlineTests() => _deadline = new(_pipe.Reader, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private bool IsReadEnded => _pipe.Reader.TryRead(out var read) && read.IsCanceled;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Check_AtTheLimit_EndsOnlyWhatHasTakenLonger(long ticks, bool ends)
    {
        _deadline.BeginIdle(Idle);
        _time.Advance(Idle + TimeSpan.FromTicks(ticks));

        _deadline.Check();

        Assert.Equal(ends, _deadline.IsOver);
        Assert.Equal(ends, IsReadEnded);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Check_IdleTimeIsCut_EndsWhatHasTakenLonger(long ticks, bool ends)
    {
        _deadline.BeginIdle(Idle);
        _time.Advance(TimeSpan.FromSeconds(5) + TimeSpan.FromTicks(ticks));

        _deadline.Check(Idle - TimeSpan.FromSeconds(5));

        Assert.Equal(ends, _deadline.IsOver);
        Assert.Equal(ends, IsReadEnded);
    }

    [Fact]
    public void Check_IdleTimeIsCutWithinAMessage_EndsNothing()
    {
        _deadline.BeginIdle(Idle);
        _deadline.BeginMessage(Head);
        _time.Advance(Head);

        _deadline.Check(Idle - TimeSpan.FromSeconds(5));

        Assert.False(_deadline.IsOver);
    }

    [Fact]
    public void BeginMessage_AtEachPartOfIt_CountsFromTheFirst()
    {
        _deadline.BeginIdle(Idle);
        _time.Advance(TimeSpan.FromSeconds(100));
        for (var i = 0; i < 31; i++)
        {
            _deadline.BeginMessage(Head);
            _deadline.Check();
            Assert.False(_deadline.IsOver);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _deadline.BeginMessage(Head);
        _deadline.Check();

        Assert.True(_deadline.IsOver);
    }

    [Fact]
    public void BeginMessage_OfTheNextOne_StartsOver()
    {
        _deadline.BeginMessage(Head);
        _time.Advance(TimeSpan.FromSeconds(20));
        _deadline.End();
        _time.Advance(TimeSpan.FromSeconds(20));
        _deadline.BeginMessage(Head);
        _time.Advance(TimeSpan.FromSeconds(20));

        _deadline.Check();
        Assert.False(_deadline.IsOver);
        _time.Advance(TimeSpan.FromSeconds(11));
        _deadline.Check();

        Assert.True(_deadline.IsOver);
    }

    [Fact]
    public void BeginIdle_AfterPartOfAMessage_StartsOver()
    {
        _deadline.BeginMessage(Head);
        _time.Advance(Head);
        _deadline.BeginIdle(Idle);
        _deadline.BeginMessage(Head);
        _time.Advance(Head);

        _deadline.Check();

        Assert.False(_deadline.IsOver);
    }

    [Fact]
    public void Check_AfterTheEnd_EndsNothing()
    {
        _deadline.BeginMessage(Head);
        _deadline.End();
        _time.Advance(Idle + Head);

        _deadline.Check();

        Assert.False(_deadline.IsOver);
        Assert.False(IsReadEnded);
    }

    [Fact]
    public void TryMeet_InTime_EndsNoReadAfterwards()
    {
        _deadline.BeginMessage(Head);
        _time.Advance(Head);
        _deadline.Check();

        Assert.True(_deadline.TryMeet());

        _time.Advance(Tick);
        _deadline.Check();
        Assert.False(IsReadEnded);
    }

    [Fact]
    public void TryMeet_TooLate_ReturnsFalse()
    {
        _deadline.BeginMessage(Head);
        _time.Advance(Head + Tick);
        _deadline.Check();

        Assert.False(_deadline.TryMeet());
    }

    [Fact]
    public async Task TryMeet_DuringACheck_ExactlyOneOfThemWins()
    {
        _time.Advance(Tick);
        for (var i = 0; i < 1_000; i++)
        {
            var pipe = new Pipe();
            var deadline = new ReadDeadline(pipe.Reader, _time);
            deadline.BeginMessage(TimeSpan.Zero);
            _time.Advance(Tick);
            using var both = new Barrier(2);

            var checking = Task.Run(
                () =>
                {
                    both.SignalAndWait(Token);
                    deadline.Check();
                },
                Token);
            both.SignalAndWait(Token);
            var isMet = deadline.TryMeet();
            await checking;

            Assert.NotEqual(isMet, pipe.Reader.TryRead(out _));
        }
    }

    [Fact]
    public void StartTimer_NoChecks_EndsTheReadWhenTimeIsUp()
    {
        _deadline.BeginIdle(Head);
        using var timer = _deadline.StartTimer();

        _time.Advance(Head);
        Assert.False(_deadline.IsOver);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_deadline.IsOver);
        Assert.True(IsReadEnded);
    }

    [Fact]
    public void StartTimer_MessageBeginsWithLessTime_EndsTheReadInThat()
    {
        _deadline.BeginIdle(Idle);
        using var timer = _deadline.StartTimer();
        _time.Advance(TimeSpan.FromSeconds(1));
        _deadline.BeginMessage(Head);

        _time.Advance(Head + TimeSpan.FromMilliseconds(1));

        Assert.True(IsReadEnded);
    }

    [Fact]
    public void StartTimer_MessageBeginsWithMoreTime_EndsTheReadInThat()
    {
        _deadline.BeginIdle(Head);
        using var timer = _deadline.StartTimer();
        _time.Advance(Head);
        _deadline.BeginMessage(Idle);

        _time.Advance(Idle);
        Assert.False(_deadline.IsOver);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(IsReadEnded);
    }

    [Fact]
    public void StartTimer_Disposed_EndsNothing()
    {
        _deadline.BeginIdle(Head);
        _deadline.StartTimer().Dispose();

        _time.Advance(Idle);

        Assert.False(IsReadEnded);
    }
}
