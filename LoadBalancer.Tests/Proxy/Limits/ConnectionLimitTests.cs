using LoadBalancer.Proxy.Limits;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class ConnectionLimitTests
{
    [Fact]
    public void TryEnter_BeyondTheLimit_IsRejectedUntilOneLeaves()
    {
        var limit = new ConnectionLimit(LimitSettings.With(limits => limits.Connections = 2));

        Assert.True(limit.TryEnter());
        Assert.True(limit.TryEnter());
        Assert.False(limit.TryEnter());
        Assert.Equal(2, limit.Open);
        limit.Leave();
        Assert.True(limit.TryEnter());
    }

    [Fact]
    public void TryEnter_NoLimit_CountsOnly()
    {
        var limit = new ConnectionLimit(LimitSettings.With(limits => limits.Connections = 0));

        Assert.All(Enumerable.Range(0, 100_000), _ => Assert.True(limit.TryEnter()));
        Assert.Equal(100_000, limit.Open);
    }
}
