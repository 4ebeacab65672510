using LoadBalancer.Cluster.Gateways;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Gateways;

public sealed class UnbrokenWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly UnbrokenWatch _watch;

    public UnbrokenWatchTests() => _watch = new(TimeSpan.FromSeconds(4), _time);

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void IsLongEnough_StoreReachedEachSecond_IsTrueAfterTheLifetimeOfAReport(int seconds, bool expected)
    {
        Watch(seconds);

        Assert.Equal(expected, _watch.IsLongEnough);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void IsLongEnough_AfterAGapOfMoreThanHalfALifetime_StartsAgain(int gap, bool expected)
    {
        Watch(6);
        _time.Advance(TimeSpan.FromSeconds(gap));
        _watch.Extend();

        Assert.Equal(expected, _watch.IsLongEnough);
    }

    private void Watch(int seconds)
    {
        _watch.Extend();
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _watch.Extend();
        }
    }
}
