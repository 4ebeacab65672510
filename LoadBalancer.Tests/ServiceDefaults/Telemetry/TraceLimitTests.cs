using CsCheck;
using LoadBalancer.ServiceDefaults.Telemetry;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.ServiceDefaults.Telemetry;

public sealed class TraceLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void TryTake_AtFirst_PassesOneSecondsWorthAndNoMore(int perSecond)
    {
        var limit = new TraceLimit(perSecond, _time);

        Assert.Equal(perSecond, Take(limit, perSecond + 10));
    }

    [Fact]
    public void TryTake_OneTickBeforeTheNextToken_IsRejectedAndThenPasses()
    {
        var limit = new TraceLimit(10, _time);
        Take(limit, 10);

        _time.Advance(TimeSpan.FromMilliseconds(100) - TimeSpan.FromTicks(1));
        Assert.False(limit.TryTake(joins: false));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(limit.TryTake(joins: false));
        Assert.False(limit.TryTake(joins: false));
    }

    [Fact]
    public void TryTake_AfterALongTime_HasOneSecondsWorthAgain()
    {
        var limit = new TraceLimit(100, _time);
        Take(limit, 100);

        _time.Advance(TimeSpan.FromDays(1_000));

        Assert.Equal(100, Take(limit, 200));
    }

    [Fact]
    public void TryTake_OfNone_IsAlwaysRejected()
    {
        var limit = new TraceLimit(0, _time);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(
            limit.HasRoom(joins: false) || limit.HasRoom(joins: true) || limit.TryTake(joins: false) || limit.TryTake(joins: true));
    }

    [Fact]
    public void TryTake_ToJoin_HasATenthMore()
    {
        var limit = new TraceLimit(100, _time);
        Take(limit, 100);

        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => limit.TryTake(joins: true)));
    }

    [Fact]
    public void HasRoom_OfTheLastToken_LeavesIt()
    {
        var limit = new TraceLimit(1, _time);

        Assert.True(limit.HasRoom(joins: false));
        Assert.True(limit.HasRoom(joins: false));
        Assert.True(limit.TryTake(joins: false));
        Assert.False(limit.HasRoom(joins: false));
    }

    [Fact]
    public void Return_OfAToken_MakesRoomForOne()
    {
        var limit = new TraceLimit(5, _time);
        Take(limit, 5);

        limit.Return();

        Assert.Equal(1, Take(limit, 2));
    }

    [Fact]
    public void TryTake_AtAnyTimes_PassesAtMostTheLimitInAnyWindow() =>
        Gen.Select(Gen.Int[1, 2_000], Gen.Int[0, 30_000].Array[1, 300]).Sample((perSecond, steps) =>
        {
            var time = new FakeTimeProvider();
            var limit = new TraceLimit(perSecond, time);
            var taken = new List<TimeSpan>();
            var start = time.GetTimestamp();
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromMicroseconds(step));
                if (limit.TryTake(joins: false))
                {
                    taken.Add(time.GetElapsedTime(start));
                }
            }

            for (var first = 0; first < taken.Count; first++)
            {
                for (var last = first; last < taken.Count; last++)
                {
                    Assert.True(last - first + 1 <= perSecond + (perSecond * (taken[last] - taken[first]).TotalSeconds) + 1e-3);
                }
            }
        }, iter: 50);

    [Fact]
    public void TryTake_AtOrBelowTheRate_PassesAll() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 1_000]).Sample((perSecond, count) =>
        {
            var time = new FakeTimeProvider();
            var limit = new TraceLimit(perSecond, time);
            var interval = TimeSpan.FromTicks((TimeSpan.TicksPerSecond + perSecond - 1) / perSecond);
            Take(limit, perSecond);
            for (var i = 0; i < count; i++)
            {
                time.Advance(interval);
                Assert.True(limit.TryTake(joins: false));
            }
        }, iter: 50);

    [Fact]
    public void TryTake_ByManyThreads_PassesOneSecondsWorth()
    {
        var limit = new TraceLimit(10_000, _time);
        var taken = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref taken, Take(limit, 5_000)));

        Assert.Equal(10_000, taken);
    }

    [Fact]
    public void TryTake_Always_AllocatesNothing()
    {
        var limit = new TraceLimit(10, TimeProvider.System);

        Assert.Equal(0, Allocations.Of(() => Take(limit, 1_000)));
    }

    private static int Take(TraceLimit limit, int times)
    {
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            taken += limit.TryTake(joins: false) ? 1 : 0;
        }

        return taken;
    }
}
