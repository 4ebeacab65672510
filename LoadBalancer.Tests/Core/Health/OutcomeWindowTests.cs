using CsCheck;
using LoadBalancer.Core.Health;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Health;

public sealed class OutcomeWindowTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private readonly OutcomeWindow _window = new(Length);

    [Fact]
    public void Read_Empty_IsNothing() => Assert.Equal(default, _window.Read(Changes.Noon));

    [Fact]
    public void Fail_AfterSuccesses_CountsAllAndOneConsecutiveFailure()
    {
        _window.Succeed(Changes.Noon);
        _window.Succeed(Changes.Noon);
        _window.Fail(Changes.Noon);

        Assert.Equal(new(4, 2, 2), _window.Fail(Changes.Noon));
    }

    [Fact]
    public void Succeed_AfterFailures_EndsTheStreak()
    {
        _window.Fail(Changes.Noon);
        _window.Succeed(Changes.Noon);

        Assert.Equal(new(3, 2, 1), _window.Fail(Changes.Noon));
    }

    [Fact]
    public void FailMalformed_FiveTimes_IsOneConsecutiveFailureAndNoneForTheRate()
    {
        for (var i = 0; i < OutcomeWindow.MalformedPerFailure - 1; i++)
        {
            Assert.Equal(new(i + 1, 0, 0), _window.FailMalformed(Changes.Noon));
        }

        Assert.Equal(new(5, 0, 1), _window.FailMalformed(Changes.Noon));
        Assert.Equal(new(6, 1, 2), _window.Fail(Changes.Noon));
    }

    [Fact]
    public void Succeed_AfterMalformedResponses_EndsTheStreak()
    {
        for (var i = 0; i < OutcomeWindow.MalformedPerFailure - 1; i++)
        {
            _window.FailMalformed(Changes.Noon);
        }

        _window.Succeed(Changes.Noon);

        Assert.Equal(0, _window.FailMalformed(Changes.Noon).FailuresInARow);
        Assert.Equal(Changes.Noon, _window.SucceededAt);
    }

    [Theory]
    [InlineData(9_999, 1)]
    [InlineData(10_000, 0)]
    [InlineData(1_000_000, 0)]
    public void Read_AsTimePasses_ForgetsWhatIsOlderThanTheWindow(int milliseconds, int requests)
    {
        _window.Fail(Changes.Noon);

        Assert.Equal(new(requests, requests, 1), _window.Read(Changes.Noon.AddMilliseconds(milliseconds)));
    }

    [Fact]
    public void Constructor_TooShort_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new OutcomeWindow(TimeSpan.FromTicks(9)));

    [Fact]
    public void Read_AnyHistory_EqualsTheListOfWhatHappenedInTheLastTenSlots() =>
        Gen.Select(Gen.Int[0, 2_500], Gen.Bool).Array[0, 100].Sample(history =>
        {
            var window = new OutcomeWindow(Length);
            var happened = new List<(long Slot, bool Failed)>();
            var now = Changes.Noon;
            foreach (var (milliseconds, failed) in history)
            {
                now = now.AddMilliseconds(milliseconds);
                happened.Add((now.UtcTicks / TimeSpan.TicksPerSecond, failed));
                _ = failed ? window.Fail(now) : Succeed(window, now);

                var recent = happened.Where(entry => entry.Slot > (now.UtcTicks / TimeSpan.TicksPerSecond) - 10).ToArray();
                var inARow = happened.AsEnumerable().Reverse().TakeWhile(entry => entry.Failed).Count();
                Assert.Equal(new(recent.Length, recent.Count(entry => entry.Failed), inARow), window.Read(now));
            }
        });

    [Fact]
    public void Succeed_FromManyThreads_LosesNothingWithinASlot()
    {
        Parallel.For(0, 10_000, _ => _window.Succeed(Changes.Noon));

        Assert.Equal(10_000, _window.Read(Changes.Noon).Requests);
    }

    [Fact]
    public void SucceedAndFail_AllocateNothing() => Assert.Equal(0, Allocations.Of(() =>
    {
        _window.Succeed(Changes.Noon);
        _window.Fail(Changes.Noon);
    }));

    private static RecentOutcomes Succeed(OutcomeWindow window, DateTimeOffset now)
    {
        window.Succeed(now);
        return default;
    }
}
