using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class StreamResetsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void End_OneMoreThanAllowed_IsOverOnce()
    {
        var resets = Resets(3);

        Assert.Equal([false, false, false, true, false, false], Enumerable.Range(0, 6).Select(_ => resets.End(wasReset: true)));
    }

    [Fact]
    public void End_HalfOfTheStreams_IsAllowedAndMoreIsNot()
    {
        var resets = Resets(3);
        for (var i = 0; i < 100; i++)
        {
            Assert.False(resets.End(wasReset: false));
            Assert.False(resets.End(wasReset: true));
        }

        Assert.True(resets.End(wasReset: true));
    }

    [Fact]
    public void End_WindowIsOver_StartsOver()
    {
        var resets = Resets(1);
        Assert.False(resets.End(wasReset: true));
        _time.Advance(StreamResets.Window);
        Assert.False(resets.End(wasReset: true));
        _time.Advance(StreamResets.Window - TimeSpan.FromTicks(1));
        Assert.True(resets.End(wasReset: true));
    }

    [Fact]
    public void End_NoLimit_IsNeverOver()
    {
        var resets = Resets(0);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.False(resets.End(wasReset: true)));
    }

    private StreamResets Resets(int most) =>
        new(most, _time, new(LimitSettings.With(static _ => { }), GatewayParts.Trusted(), _time), client: null);
}
