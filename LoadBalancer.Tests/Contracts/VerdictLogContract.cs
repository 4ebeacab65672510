using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every log of published verdicts; each implementation runs all of these tests.</summary>
public abstract class VerdictLogContract
{
    private static readonly ClusterEvent Happened = new(Changes.Noon, ClusterEventKind.Unhealthy, "a", "gateway-1", "");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a verdict log and the event log for an unused cluster.</summary>
    internal abstract (IVerdictLog Verdicts, IEventLog Log) Create();

    [Fact]
    public async Task Publish_BasedOnTheLastRead_IsReadBackAndLogsTheEvents()
    {
        var (verdicts, log) = Create();
        var nothing = await verdicts.ReadAsync(Token);
        Assert.Empty(nothing.Unhealthy);

        Assert.True(await verdicts.TryPublishAsync(nothing, ["b@2", "a@1"], [Happened], Token));
        var two = await verdicts.ReadAsync(Token);
        Assert.True(await verdicts.TryPublishAsync(two, [], [], Token));
        var none = await verdicts.ReadAsync(Token);

        Assert.Equal(["a@1", "b@2"], two.Unhealthy.Order(StringComparer.Ordinal));
        Assert.Empty(none.Unhealthy);
        Assert.Equal([Happened], await log.ReadAsync(IEventLog.Capacity, Token));
    }

    [Fact]
    public async Task Publish_ConcurrentCalls_AppliesOne()
    {
        var (verdicts, log) = Create();
        var read = await verdicts.ReadAsync(Token);

        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => verdicts.TryPublishAsync(read, ["a@1"], [Happened], Token)));

        Assert.Single(published, isDone => isDone);
        Assert.False(await verdicts.TryPublishAsync(read, [], [Happened], Token));
        Assert.Equal([Happened], await log.ReadAsync(IEventLog.Capacity, Token));
    }
}
