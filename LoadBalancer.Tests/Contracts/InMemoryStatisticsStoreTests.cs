using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Statistics;

namespace LoadBalancer.Tests.Contracts;

public sealed class InMemoryStatisticsStoreTests : StatisticsStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal override IStatisticsStore Create() => new InMemoryStatisticsStore();

    [Fact]
    public async Task Write_OverALongTime_KeepsTheLastHalfHour()
    {
        var store = new InMemoryStatisticsStore();

        for (var index = 0; index < 1_000; index++)
        {
            await store.WriteAsync([new("one", index, [], [])], Token);
        }

        Assert.Equal(
            Enumerable.Range(819, 181).Select(index => (long)index),
            (await store.ReadAsync(0, 1_000, Token)).Select(interval => interval.Index));
    }
}
