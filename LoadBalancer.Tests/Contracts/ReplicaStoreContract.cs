using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every replica store; each implementation runs all of these tests.</summary>
public abstract class ReplicaStoreContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a store and the log that it writes to, for an unused cluster.</summary>
    internal abstract (IReplicaStore Replicas, IEventLog Log) Create();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Read_OfAnEmptyStore_ReturnsNothing() =>
        Assert.Equal(new ReplicaStatus(Wanted: null, Orchestrator: null), await Create().Replicas.ReadAsync(Token));

    [Fact]
    public async Task SetWanted_NewCount_IsReadBackAndLoggedOnce()
    {
        var (replicas, log) = Create();

        await replicas.SetWantedAsync(3, "apphost", Token);
        await replicas.SetWantedAsync(5, "ops", Token);
        await replicas.SetWantedAsync(5, "ops", Token);

        Assert.Equal(5, (await replicas.ReadAsync(Token)).Wanted);
        Assert.Equal(
            [(ClusterEventKind.ReplicasChanged, "ops", "3 → 5"), (ClusterEventKind.ReplicasChanged, "apphost", "3")],
            (await log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => (happened.Kind, happened.By, happened.Detail)));
    }

    [Fact]
    public async Task SetWanted_ConcurrentCalls_AreLoggedWithoutAGap()
    {
        var (replicas, log) = Create();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(count => replicas.SetWantedAsync(count, "ops", Token)));

        var details = (await log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => happened.Detail.Split(" → ")).Reverse().ToArray();
        Assert.Equal(8, details.Length);
        Assert.Equal(details[..^1].Select(detail => detail[^1]), details[1..].Select(detail => detail[0]));
        Assert.Equal(details[^1][^1], $"{(await replicas.ReadAsync(Token)).Wanted}");
    }

    [Theory]
    [InlineData(IReplicaStore.Fewest - 1)]
    [InlineData(IReplicaStore.Most + 1)]
    public async Task SetWanted_OutOfRange_ThrowsAndChangesNothing(int count)
    {
        var replicas = Create().Replicas;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => replicas.SetWantedAsync(count, "ops", Token));

        Assert.Null((await replicas.ReadAsync(Token)).Wanted);
    }

    [Fact]
    public async Task Report_OrchestratorStopsReporting_IsForgotten()
    {
        var replicas = Create().Replicas;
        await replicas.SetWantedAsync(3, "ops", Token);

        await replicas.ReportAsync(new("machine/7", 2, 10), wanted: null, Token);

        Assert.Equal(new ReplicaStatus(3, new("machine/7", 2, 10)), await replicas.ReadAsync(Token));
        await Eventually.TrueAsync(
            "the orchestrator is forgotten",
            async () =>
            {
                await PassTimeAsync();
                return await replicas.ReadAsync(Token) is { Wanted: 3, Orchestrator: null };
            },
            Patience);
    }

    [Fact]
    public async Task Report_Another_ReplacesTheFirst()
    {
        var replicas = Create().Replicas;

        await replicas.ReportAsync(new("machine/7", 2, 10), wanted: null, Token);
        await replicas.ReportAsync(new("machine/7", 0, 1_000), wanted: null, Token);

        Assert.Equal(new ReplicaStatus(null, new("machine/7", 0, 1_000)), await replicas.ReadAsync(Token));
    }

    [Fact]
    public async Task Report_WithACount_SetsItInTheSameWriteAndLogsIt()
    {
        var (replicas, log) = Create();
        await replicas.SetWantedAsync(9, "ops", Token);

        var counts = await replicas.ReportAsync(new("machine/7", 3, 10), wanted: 3, Token);

        Assert.Equal(new("machine/7", 3, 10), counts);
        Assert.Equal(new ReplicaStatus(3, counts), await replicas.ReadAsync(Token));
        var last = (await log.ReadAsync(IEventLog.Capacity, Token))[0];
        Assert.Equal(("machine/7", "9 → 3"), (last.By, last.Detail));
    }

    [Fact]
    public async Task Report_WhileAnotherIsCurrent_WritesNothingAndNamesTheOther()
    {
        var replicas = Create().Replicas;
        await replicas.ReportAsync(new("machine/7", 2, 10), wanted: 2, Token);

        var counts = await replicas.ReportAsync(new("machine/8", 5, 10), wanted: 5, Token);

        Assert.Equal(new("machine/7", 2, 10), counts);
        Assert.Equal(new ReplicaStatus(2, counts), await replicas.ReadAsync(Token));
    }

    [Fact]
    public async Task Report_ConcurrentOrchestrators_AcceptsOne()
    {
        var replicas = Create().Replicas;

        var counts = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(i => replicas.ReportAsync(new($"machine/{i}", i, 10), wanted: i, Token)));

        var one = Assert.Single(counts.Distinct());
        Assert.Equal(new ReplicaStatus(one.Kept, one), await replicas.ReadAsync(Token));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("a\u200bb", 1, 1)]
    [InlineData("a", -1, 1)]
    [InlineData("a", 1, 0)]
    public async Task Report_InvalidValues_ThrowsAndChangesNothing(string name, int kept, int most)
    {
        var replicas = Create().Replicas;

        await Assert.ThrowsAsync<ArgumentException>(() => replicas.ReportAsync(new(name, kept, most), wanted: null, Token));

        Assert.Null((await replicas.ReadAsync(Token)).Orchestrator);
    }
}
