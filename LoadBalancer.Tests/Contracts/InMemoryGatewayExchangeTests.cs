using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.InMemory;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryGatewayExchangeTests : GatewayExchangeContract
{
    private readonly FakeTimeProvider _time = new();

    internal override (IGatewayExchange One, IGatewayExchange Two, IEventLog Log) Create()
    {
        var log = new InMemoryEventLog();
        var shared = new InMemoryGatewayExchange(_time, log);
        return (shared, shared, log);
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(50));
        return Task.CompletedTask;
    }
}
