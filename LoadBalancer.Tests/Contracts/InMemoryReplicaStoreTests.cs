using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Replicas;
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
