using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every counter store; each implementation runs all of these tests.</summary>
public abstract class CounterStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a store for an unused cluster.</summary>
    internal abstract ICounterStore Create();

    [Fact]
    public async Task Add_FromTwoSources_Sums()
    {
        var store = Create();

        await store.AddAsync(Batch("one", 1, ("a", 3, 1)), Token);
        await store.AddAsync(Batch("two", 1, ("a", 4, 0), ("b", 5, 2)), Token);

        var totals = await store.ReadTotalsAsync(Token);
        Assert.Equal(new ServerCounts(7, 1), totals["a"]);
        Assert.Equal(new ServerCounts(5, 2), totals["b"]);
        Assert.Equal(2, totals.Count);
    }

    [Fact]
    public async Task Add_TheSameBatchAgain_CountsOnce()
    {
        var store = Create();
        var batch = Batch("one", 1, ("a", 3, 1));

        var first = await store.AddAsync(batch, Token);
        var second = await store.AddAsync(batch, Token);

        Assert.Equal(CounterOutcome.Counted, first);
        Assert.Equal(CounterOutcome.Counted, second);
        Assert.Equal(new ServerCounts(3, 1), (await store.ReadTotalsAsync(Token))["a"]);
    }

    [Fact]
    public async Task Add_ConsecutiveBatches_CountsEach()
    {
        var store = Create();

        for (var sequence = 1; sequence <= 5; sequence++)
        {
            Assert.Equal(CounterOutcome.Counted, await store.AddAsync(Batch("one", sequence, ("a", 1, 0)), Token));
        }

        Assert.Equal(5, (await store.ReadTotalsAsync(Token))["a"].Requests);
    }

    [Fact]
    public async Task Add_LaterBatchOfAnUnknownSource_ReportsLostHistoryAndAddsNothing()
    {
        var store = Create();

        var outcome = await store.AddAsync(Batch("one", 7, ("a", 1, 0)), Token);

        Assert.Equal(CounterOutcome.HistoryLost, outcome);
        Assert.Empty(await store.ReadTotalsAsync(Token));
    }

    [Fact]
    public async Task ReadContribution_OfASource_ReturnsTheSumOfItsBatches()
    {
        var store = Create();
        await store.AddAsync(Batch("one", 1, ("a", 3, 1)), Token);
        await store.AddAsync(Batch("two", 1, ("a", 4, 0)), Token);
        await store.AddAsync(Batch("one", 2, ("a", 1, 0), ("b", 5, 0)), Token);

        var (sequence, counts) = await store.ReadContributionAsync("one", Token);

        Assert.Equal(2, sequence);
        Assert.Equal((new ServerCounts(4, 1), new ServerCounts(5, 0), 2), (counts["a"], counts["b"], counts.Count));
    }

    [Fact]
    public async Task ReadContribution_OfAnUnknownSource_IsEmpty()
    {
        var (sequence, counts) = await Create().ReadContributionAsync("nobody", Token);

        Assert.Equal(0, sequence);
        Assert.Empty(counts);
    }

    private static CounterBatch Batch(string source, long sequence, params (string Id, long Requests, long Failures)[] counts) =>
        new(source, sequence, counts.ToImmutableDictionary(count => count.Id, count => new ServerCounts(count.Requests, count.Failures)));
}
