using LoadBalancer.Proxy.Reporting;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Reporting;

public sealed class CpuUsageTests
{
    private readonly FakeTimeProvider _time = new();
    private TimeSpan _used = TimeSpan.FromSeconds(30);

    [Fact]
    public void Cores_OfEachWindow_IsItsMean()
    {
        var usage = new CpuUsage(() => _used, _time);
        Assert.Equal(0, usage.Cores());

        Run(seconds: 1, cores: 2);
        Assert.Equal(2, usage.Cores());
        Run(seconds: 4, cores: 0.5);
        Assert.Equal(0.8, usage.Cores(), 6);

        Run(seconds: 1, cores: 3);
        Assert.Equal(0.8, usage.Cores(), 6);
        Run(seconds: 5, cores: 3);
        Assert.Equal(3, usage.Cores(), 6);
        Run(seconds: 60, cores: 0);
        Assert.Equal(0, usage.Cores());
    }

    private void Run(double seconds, double cores)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _used += TimeSpan.FromSeconds(seconds * cores);
    }
}
