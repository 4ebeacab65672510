using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Loads;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryLoadExchangeTests : LoadExchangeContract
{
    private readonly FakeTimeProvider _time = new();

    internal override (ILoadExchange One, ILoadExchange Two) CreatePair()
    {
        var shared = new InMemoryLoadExchange(_time);
        return (shared, shared);
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(50));
        return Task.CompletedTask;
    }
}
