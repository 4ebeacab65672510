using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryCounterStoreTests : CounterStoreContract
{
    internal override ICounterStore Create() => new InMemoryCounterStore();
}
