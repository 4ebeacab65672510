using LoadBalancer.Cluster.Changes;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryChangeLogTests : ChangeLogContract
{
    internal override (IServerRegistry Registry, IEventLog Events, IChangeLog Changes) Create(TimeProvider clock)
    {
        var log = new InMemoryEventLog();
        return (new InMemoryServerRegistry(clock, log), log, new InMemoryChangeLog(log, TimeProvider.System));
    }
}
