using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryEventLogTests : EventLogContract
{
    private readonly FakeTimeProvider _time = new();

    internal override (IServerRegistry Registry, IEventLog Log) Create()
    {
        var log = new InMemoryEventLog();
        return (new InMemoryServerRegistry(_time, log), log);
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        return Task.CompletedTask;
    }
}
