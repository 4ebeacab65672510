using LoadBalancer.Registry;
using LoadBalancer.Registry.Changes;
using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.InMemory;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryChangeLogTests : ChangeLogContract
{
    internal override (IServerRegistry Registry, IEventLog Events, IChangeLog Changes) Create(TimeProvider clock)
    {
        var log = new InMemoryEventLog();
        return (new InMemoryServerRegistry(clock, log), log, new InMemoryChangeLog(log, TimeProvider.System));
    }
}
