using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryHealthLogTests : HealthLogContract
{
    internal override IHealthLog Create() => new InMemoryHealthLog();
}
