using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Replicas;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryReplicaStoreTests : ReplicaStoreContract
{
    private readonly FakeTimeProvider _time = new();

    internal override (IReplicaStore Replicas, IEventLog Log) Create()
    {
        var log = new InMemoryEventLog();
        return (new InMemoryReplicaStore(_time, log), log);
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        return Task.CompletedTask;
    }
}
