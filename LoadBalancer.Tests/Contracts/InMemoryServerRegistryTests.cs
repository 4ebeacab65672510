using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryServerRegistryTests : ServerRegistryContract
{
    private readonly FakeTimeProvider _time = new();

    internal override IServerRegistry Create() => new InMemoryServerRegistry(_time);

    [Fact]
    public async Task Create_WithAMembership_RestoresItsLeases()
    {
        var lease = TimeSpan.FromSeconds(10);
        var server = new Server { Id = "a", Url = "http://a.test", Instance = "1", Lease = lease };

        var registry = new InMemoryServerRegistry(
            _time, events: null, new("epoch", 7, [server, server with { Id = "b", Instance = null, Lease = null }]));

        Assert.Equal(7, (await registry.ReadAsync(TestContext.Current.CancellationToken)).Version);
        Assert.Equal([KeyValuePair.Create("a", lease)], await registry.ReadLeasesAsync(TestContext.Current.CancellationToken));
    }

    protected override Task PassTimeAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        return Task.CompletedTask;
    }
}
