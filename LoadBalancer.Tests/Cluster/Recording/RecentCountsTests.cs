using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

public sealed class RecentCountsTests : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyStatisticsStore _store = new();
    private readonly CountingSetup _one;
    private readonly CountingSetup _two;

    public RecentCountsTests() => (_one, _two) = (new(new(), _time, _store), new(new(), _time, _store));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Read_CountsUnsent_IncludesThem()
    {
        _one.Count("a", 3);

        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))![new("a")].Requests);
    }

    [Fact]
    public async Task Read_CountsSentSinceTheStoreWasRead_IncludesThemOnce()
    {
        await _one.StartAsync();
        _one.Count("a", 3);
        await _one.Recent.ReadAsync(Window, Token);

        await _one.StopAsync();

        Assert.Equal(3, Assert.Single(await _store.ReadAllAsync()).Servers[new("a")].Requests);
        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))![new("a")].Requests);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, (await _one.Recent.ReadAsync(Window, Token))![new("a")].Requests);
    }

    [Fact]
    public async Task Read_ManyWindows_KeepsOnlyFreshCounts()
    {
        for (var seconds = 1; seconds <= 10; seconds++)
        {
            await _one.Recent.ReadAsync(TimeSpan.FromSeconds(seconds), Token);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _one.Recent.Windows);
    }

    [Fact]
    public async Task Read_WithinASecond_ReadsTheStoreOnceForEachWindow()
    {
        for (var i = 0; i < 5; i++)
        {
            await _one.Recent.ReadAsync(Window, Token);
            await _one.Recent.ReadAsync(Window * 2, Token);
        }

        Assert.Equal(2, _store.Reads);

        _time.Advance(TimeSpan.FromSeconds(1));
        await _one.Recent.ReadAsync(Window, Token);

        Assert.Equal(3, _store.Reads);
    }

    [Fact]
    public async Task Read_AfterAShorterWindow_IsNotGivenItsCounts()
    {
        await _one.StartAsync();
        _one.Count("a", 3);
        await _one.StopAsync();
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.False((await _one.Recent.ReadAsync(TimeSpan.FromSeconds(1), Token))!.ContainsKey(new("a")));
        Assert.Equal(3, (await _one.Recent.ReadAsync(TimeSpan.FromSeconds(10), Token))![new("a")].Requests);
    }

    [Fact]
    public async Task Read_OfTwoGateways_AddsThemUpWithinTheWindow()
    {
        await _one.StartAsync();
        await _two.StartAsync();
        _one.Count("a", 3);
        _two.Count("a", 4);
        _time.Advance(TimeSpan.FromSeconds(15));
        _two.Count("b", 5);
        await _two.StopAsync();

        var recent = (await _one.Recent.ReadAsync(Window * 3, Token))!;
        Assert.Equal((7, 5), (recent[new("a")].Requests, recent[new("b")].Requests));
        Assert.Equal(["b"], (await _one.Recent.ReadAsync(TimeSpan.FromSeconds(1), Token))!.Keys.Select(name => name.Value));
    }

    [Fact]
    public async Task Read_IntervalEndsBeforeTheResponse_MissesNothing()
    {
        _time.Advance(TimeSpan.FromSeconds(9.5));
        _one.Count("a", 3);
        await _one.Recent.ReadAsync(Window, Token);
        _time.Advance(TimeSpan.FromSeconds(0.7));
        _one.Count("a", 2);

        Assert.Equal(5, (await _one.Recent.ReadAsync(Window, Token))![new("a")].Requests);
        Assert.Equal(1, _store.Reads);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, (await _one.Recent.ReadAsync(Window, Token))![new("a")].Requests);
    }

    [Fact]
    public async Task Read_StoreUnreachable_IsNullAndCountsAgainOnceItIsBack()
    {
        _store.IsUnreachable = true;
        Assert.Null(await _one.Recent.ReadAsync(Window, Token));

        _store.IsUnreachable = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await _one.Recent.ReadAsync(Window, Token));
    }
}
