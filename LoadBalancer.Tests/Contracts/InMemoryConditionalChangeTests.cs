using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryConditionalChangeTests : ConditionalChangeContract
{
    internal override IServerRegistry Create() => new InMemoryServerRegistry(TimeProvider.System);
}
