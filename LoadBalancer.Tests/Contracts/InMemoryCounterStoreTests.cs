using LoadBalancer.Registry.Counters;
using LoadBalancer.Registry.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryCounterStoreTests : CounterStoreContract
{
    internal override ICounterStore Create() => new InMemoryCounterStore();
}
