using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Tail;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryTailStoreTests : TailStoreContract
{
    [Fact]
    public async Task Want_Filters_ExpiresAfterItsLifetime()
    {
        var time = new FakeTimeProvider();
        var store = new InMemoryTailStore(time);
        await store.WantAsync("a", [TailFilter.All], TestContext.Current.CancellationToken);

        time.Advance(ITailStore.Lifetime);

        Assert.Empty(await store.ReadWantedAsync(TestContext.Current.CancellationToken));
    }

    internal override ITailStore Create() => new InMemoryTailStore(TimeProvider.System);
}
