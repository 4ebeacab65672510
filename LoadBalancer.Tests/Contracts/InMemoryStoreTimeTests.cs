using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryStoreTimeTests : StoreTimeContract
{
    private readonly FakeTimeProvider _time = new();

    internal override IServerRegistry Create() => new InMemoryServerRegistry(_time);

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        return Task.CompletedTask;
    }
}
