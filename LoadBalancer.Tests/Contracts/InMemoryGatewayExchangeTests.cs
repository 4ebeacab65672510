using LoadBalancer.Registry.Gateways;
using LoadBalancer.Registry.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryGatewayExchangeTests : GatewayExchangeContract
{
    private readonly FakeTimeProvider _time = new();

    internal override (IGatewayExchange One, IGatewayExchange Two) CreatePair()
    {
        var shared = new InMemoryGatewayExchange(_time);
        return (shared, shared);
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(50));
        return Task.CompletedTask;
    }
}
