using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryCheckStoreTests : CheckStoreContract
{
    internal override ICheckStore Create() => new InMemoryCheckStore();
}
