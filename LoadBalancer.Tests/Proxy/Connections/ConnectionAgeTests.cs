using LoadBalancer.Proxy.Connections;
using LoadBalancer.Proxy.Limits;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Connections;

public sealed class ConnectionAgeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void IsOn_ByDefault_IsFalse() => Assert.False(Of(TimeSpan.Zero).IsOn);

    [Fact]
    public void Next_ManyConnections_AreSpreadOverATenthAround()
    {
        var age = Of(Hour);

        var ages = Enumerable.Range(0, 10_000).Select(_ => age.Next() / Hour).ToArray();

        Assert.All(ages, next => Assert.InRange(next, 0.9, 1.1));
        Assert.InRange(ages.Average(), 0.99, 1.01);
        Assert.InRange(ages.Count(next => next < 0.95), 2_000, 3_000);
    }

    private static ConnectionAge Of(TimeSpan age) =>
        new(Options.Create(new LimitsOptions { ConnectionAge = age }), new Random(1), TimeProvider.System);
}
