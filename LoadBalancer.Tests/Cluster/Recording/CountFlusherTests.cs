using LoadBalancer.Cluster.Counters;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

public sealed class CountFlusherTests : IAsyncDisposable
{
    private const int StoreUnreachable = 3001;
    private const int HistoryLost = 3002;

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyCounterStore _store = new();
    private readonly CountingSetup _one;
    private readonly CountingSetup _two;

    public CountFlusherTests() => (_one, _two) = (new(_store, _time), new(_store, _time));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Read_BeforeTheStoreWasRead_IsWhatTheGatewayCounted()
    {
        _one.Count("a", 3);

        Assert.Equal(new ServerCounts(3, 0), _one.Cluster.Read()[new("a")]);
        Assert.False(_one.Cluster.IsCluster);
        Assert.Empty(await _store.ReadTotalsAsync(Token));
    }

    [Fact]
    public async Task Flush_OfTwoGateways_GivesEachTheOthersCounts()
    {
        await _one.StartAsync();
        await _two.StartAsync();
        _one.Count("a", 3);
        _two.Count("a", 4);

        await _one.AdvanceUntilAsync("both know all requests", () => _one.Total == 7 && _two.Total == 7);

        Assert.True(_one.Cluster.IsCluster);
        Assert.Equal(new ServerCounts(7, 0), (await _store.ReadTotalsAsync(Token))[new("a")]);
    }

    [Fact]
    public async Task Flush_StoreUnreachableAndBack_LogsOnceAndLosesNothing()
    {
        await _one.StartAsync();
        _store.IsUnreachable = true;
        _one.Count("a", 5);
        await _one.AdvanceUntilAsync("the loss of the store is logged", () => _one.Log.CountOf(StoreUnreachable) == 1);
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(CountingSetup.Interval);
        }

        Assert.False(_one.Cluster.IsCluster);
        Assert.Equal(5, _one.Total);

        _store.IsUnreachable = false;
        _one.Count("a", 1);
        await _one.AdvanceUntilAsync("the store is back", () => _one.Cluster.IsCluster);
        await _one.AdvanceUntilAsync("everything is sent", () => _one.IsAllSent);

        Assert.Equal(6, (await _store.ReadTotalsAsync(Token))[new("a")].Requests);
        Assert.Equal(1, _one.Log.CountOf(StoreUnreachable));

        _store.IsUnreachable = true;
        await _one.AdvanceUntilAsync("the loss of the store is logged again", () => _one.Log.CountOf(StoreUnreachable) == 2);
    }

    [Fact]
    public async Task Flush_ResponseLostAfterTheStoreCounted_CountsOnce()
    {
        await _one.StartAsync();
        _store.LosesResponses = true;
        _one.Count("a", 5);
        await _one.AdvanceUntilAsync("the response is lost", () => _one.Log.CountOf(StoreUnreachable) == 1);
        _one.Count("a", 2);

        _store.LosesResponses = false;
        await _one.AdvanceUntilAsync("everything is sent", () => _one.Cluster.IsCluster && _one.IsAllSent);

        Assert.Equal(7, (await _store.ReadTotalsAsync(Token))[new("a")].Requests);
        Assert.Equal(7, _one.Total);
    }

    [Fact]
    public async Task Flush_StoreEmptied_SendsAllCountsAgain()
    {
        await _one.StartAsync();
        _one.Count("a", 5);
        await _one.AdvanceUntilAsync("everything is sent", () => _one.Cluster.IsCluster && _one.Cluster.Included.ContainsKey(new("a")));

        _store.Empty();
        _one.Count("a", 1);
        await _one.AdvanceUntilAsync("the loss is noticed", () => _one.Log.CountOf(HistoryLost) == 1);
        await _one.AdvanceUntilAsync(
            "the counts are sent again", () => _one.Cluster.Included.TryGetValue(new("a"), out var counts) && counts.Requests == 6);

        Assert.Equal(6, (await _store.ReadTotalsAsync(Token))[new("a")].Requests);
        Assert.Equal(6, _one.Total);
    }

    [Fact]
    public async Task Flush_StoreEmptiedWhileTheGatewayIsIdle_SendsAllCountsAgain()
    {
        await _one.StartAsync();
        _one.Count("a", 5);
        await _one.AdvanceUntilAsync("everything is sent", () => _one.Cluster.IsCluster && _one.Cluster.Included.ContainsKey(new("a")));

        _store.Empty();
        await _one.AdvanceUntilAsync("the loss is noticed", () => _one.Log.CountOf(HistoryLost) == 1);
        await _one.AdvanceUntilAsync("the counts are sent again", () => _one.Total == 5);

        Assert.Equal(5, (await _store.ReadTotalsAsync(Token))[new("a")].Requests);
    }

    [Fact]
    public async Task Stop_WithCountsUnsent_SendsThem()
    {
        await _one.StartAsync();
        await _one.AdvanceUntilAsync("the store was read", () => _one.Cluster.IsCluster);
        _one.Count("a", 2);

        await _one.StopAsync();

        Assert.Equal(2, (await _store.ReadTotalsAsync(Token))[new("a")].Requests);
    }
}
