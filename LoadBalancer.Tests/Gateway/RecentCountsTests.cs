using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway;

public sealed class RecentCountsTests : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyCounterStore _store = new();
    private readonly CountingSetup _one;

    public RecentCountsTests() => _one = new(_store, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _one.DisposeAsync();

    [Fact]
    public async Task Read_CountsUnsent_IncludesThem()
    {
        _one.Count("a", 3);

        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))!["a"].Requests);
    }

    [Fact]
    public async Task Read_CountsSentSinceTheStoreWasRead_IncludesThemOnce()
    {
        await _one.StartAsync();
        await _one.AdvanceUntilAsync("the store was asked", () => _one.Cluster.IsCluster);
        _one.Count("a", 3);
        await _one.Recent.ReadAsync(Window, Token);

        await _one.StopAsync();

        Assert.Equal(3, (await _store.ReadTotalsAsync(Token))["a"].Requests);
        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))!["a"].Requests);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))!["a"].Requests);
    }

    [Fact]
    public async Task Read_WithinASecond_AsksTheStoreOnceForEachWindow()
    {
        for (var i = 0; i < 5; i++)
        {
            await _one.Recent.ReadAsync(Window, Token);
            await _one.Recent.ReadAsync(Window * 2, Token);
        }

        Assert.Equal(2, _store.WindowReads);

        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.Recent.ReadAsync(Window, Token);

        Assert.Equal(3, _store.WindowReads);
    }

    [Fact]
    public async Task Read_AfterAShorterWindow_IsNotGivenItsCounts()
    {
        await _one.StartAsync();
        _one.Count("a", 3);
        await _one.StopAsync();
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.False((await _one.Recent.ReadAsync(TimeSpan.FromSeconds(1), Token))!.ContainsKey("a"));
        Assert.Equal(3, (await _one.Recent.ReadAsync(TimeSpan.FromSeconds(10), Token))!["a"].Requests);
    }

    [Fact]
    public async Task Read_StoreOutOfReach_IsNullAndCountsAgainOnceItIsBack()
    {
        _store.IsAway = true;
        Assert.Null(await _one.Recent.ReadAsync(Window, Token));

        _store.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await _one.Recent.ReadAsync(Window, Token));
    }
}
