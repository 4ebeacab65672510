using LoadBalancer.Registry;
using LoadBalancer.Registry.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryConditionalChangeTests : ConditionalChangeContract
{
    internal override IServerRegistry Create() => new InMemoryServerRegistry(TimeProvider.System);
}
