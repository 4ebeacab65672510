using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Publishing;

/// <summary>Tests when a gateway begins to listen.</summary>
public sealed class FirstMembershipTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_NoMembershipYet_WaitsForTheFirstOne()
    {
        var first = new FirstMembership(_time);

        var starting = first.StartAsync(Token);
        Assert.False(starting.IsCompleted);
        await first.OnChangedAsync(MembershipSnapshot.Empty, Token);

        await starting;
    }

    [Fact]
    public async Task StartAsync_RegistryUnreachable_WaitsForTwoSeconds()
    {
        var starting = new FirstMembership(_time).StartAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(starting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        await starting;
    }
}
