using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class OverloadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Half = Limit / 2;

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<Overload> _logger = new();

    [Fact]
    public void Observe_AtAThreshold_Sheds()
    {
        var overload = Start();
        overload.Observe(0.899, Limit - TimeSpan.FromTicks(1));
        Assert.False(overload.IsShedding);

        overload.Observe(0.9, TimeSpan.Zero);

        Assert.True(overload.IsShedding);
        Assert.Equal(OverloadCause.Memory, overload.Cause);
    }

    [Fact]
    public void Observe_BetweenTheThresholds_StaysAsItIs()
    {
        var overload = Start();
        overload.Observe(0, Limit);
        Assert.Equal(OverloadCause.Threads, overload.Cause);

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            overload.Observe(0.86, Half);
        }

        Assert.True(overload.IsShedding);
        Assert.Equal(OverloadCause.Threads, overload.Cause);
        overload.Observe(0.86, Half - TimeSpan.FromTicks(1));
        Assert.Equal(OverloadCause.None, overload.Cause);
        overload.Observe(0.86, Half);
        Assert.Equal(OverloadCause.None, overload.Cause);
    }

    [Fact]
    public void Observe_Recovered_ServesAfterASecondWithoutOverload()
    {
        var overload = Start();
        overload.Observe(1, Limit);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        overload.Observe(0.84, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        overload.Observe(0.84, TimeSpan.Zero);
        Assert.True(overload.IsShedding);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        overload.Observe(0.84, TimeSpan.Zero);

        Assert.False(overload.IsShedding);
    }

    [Fact]
    public void Observe_OverloadBeginsAndEnds_IsLoggedOnceEach()
    {
        var overload = Start();
        for (var i = 0; i < 10; i++)
        {
            overload.Observe(1, TimeSpan.Zero);
        }

        _time.Advance(Overload.Shortest);
        overload.Observe(0, TimeSpan.Zero);
        overload.Observe(0, TimeSpan.Zero);

        Assert.Equal([(3602, LogLevel.Warning), (3603, LogLevel.Information)], _logger.Entries.Select(entry => (entry.Id.Id, entry.Level)));
    }

    [Fact]
    public void ObserveCollected_MemoryIsNotReleased_ServesAboveIt()
    {
        var overload = Start();
        overload.Observe(0.95, TimeSpan.Zero);
        overload.ObserveCollected(0.92);
        overload.Observe(0.92, TimeSpan.Zero);
        Assert.Equal(OverloadCause.Memory, overload.Cause);

        overload.ObserveCollected(0.92);
        overload.Observe(0.939, TimeSpan.Zero);
        _time.Advance(Overload.Shortest);
        overload.Observe(0.939, TimeSpan.Zero);

        Assert.False(overload.IsShedding);
        Assert.Equal(1, _logger.CountOf(3604));
        overload.Observe(0.959, TimeSpan.Zero);
        Assert.False(overload.IsShedding);
        overload.Observe(0.961, TimeSpan.Zero);
        Assert.True(overload.IsShedding);
    }

    [Fact]
    public void ObserveCollected_MemoryIsReleased_ContinuesShedding()
    {
        var overload = Start();
        overload.Observe(0.99, TimeSpan.Zero);
        for (var memory = 0.99; memory > 0.86; memory -= 0.02)
        {
            overload.ObserveCollected(memory);
            _time.Advance(TimeSpan.FromSeconds(10));
            overload.Observe(memory, TimeSpan.Zero);
            Assert.True(overload.IsShedding);
        }

        Assert.Equal(0, _logger.CountOf(3604));
    }

    [Fact]
    public void Observe_PlentyOfMemoryAgain_ForgetsTheFloor()
    {
        var overload = Start();
        overload.Observe(0.95, TimeSpan.Zero);
        overload.ObserveCollected(0.92);
        overload.ObserveCollected(0.92);
        _time.Advance(Overload.Shortest);
        overload.Observe(0.84, TimeSpan.Zero);
        Assert.False(overload.IsShedding);

        overload.Observe(0.9, TimeSpan.Zero);

        Assert.True(overload.IsShedding);
    }

    [Fact]
    public void Observe_Off_NeverSheds()
    {
        var overload = new Overload(
            LimitSettings.With(limits => (limits.Overload.Memory, limits.Overload.QueueDelay) = (0, TimeSpan.Zero)), _time, _logger);

        overload.Observe(1, TimeSpan.FromHours(1));

        Assert.False(overload.IsShedding);
    }

    private Overload Start() =>
        new(LimitSettings.With(limits => (limits.Overload.Memory, limits.Overload.QueueDelay) = (0.9, Limit)), _time, _logger);
}
