using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Watching;

public sealed class StoreClockWatcherTests : IAsyncDisposable
{
    private const int Differs = 2221;
    private const int Agrees = 2222;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FakeTimeProvider _storeTime = new(Changes.Noon);
    private readonly RecordingLogger<StoreClockWatcher> _log = new();
    private readonly FlakyServerRegistry _registry;
    private readonly StoreClock _clock;
    private readonly StoreClockWatcher _watcher;

    public StoreClockWatcherTests()
    {
        _registry = new(new InMemoryServerRegistry(_storeTime));
        _clock = new(_time);
        _watcher = new(_registry, _clock, GatewayParts.Defaults<RegistryOptions>(), _time, LoopLogs.Of(_log));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
    }

    [Theory]
    [InlineData(-7, "7 s ahead of the clock of Redis")]
    [InlineData(7, "7 s behind the clock of Redis")]
    [InlineData(-3_600, "1 h ahead of the clock of Redis")]
    public async Task Tick_ClocksDifferByMoreThanASecond_IsLoggedOnceUntilTheyAgree(int store, string text)
    {
        _storeTime.AdjustTime(Changes.Noon.AddSeconds(store));
        await _watcher.StartAsync(Token);
        await Eventually.TrueAsync("it is logged", () => _log.CountOf(Differs) == 1, Patience);
        Assert.Contains(text, _log.Entries[0].Message, StringComparison.Ordinal);

        for (var i = 0; i < 5; i++)
        {
            _storeTime.Advance(TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((1, 0), (_log.CountOf(Differs), _log.CountOf(Agrees)));
        _time.AdjustTime(_storeTime.GetUtcNow());
        await Eventually.TrueAsync(
            "the agreement is logged",
            () =>
            {
                _storeTime.Advance(TimeSpan.FromSeconds(1));
                _time.Advance(TimeSpan.FromSeconds(1));
                return _log.CountOf(Agrees) == 1;
            },
            Patience);
    }

    [Theory]
    [InlineData(600, "10 min behind")]
    [InlineData(-14, "14 s ahead of")]
    public async Task Tick_DifferenceBecomesAnother_IsLoggedAgain(int store, string text)
    {
        _storeTime.AdjustTime(Changes.Noon.AddSeconds(-7));
        await _watcher.StartAsync(Token);
        await Eventually.TrueAsync("it is logged", () => _log.CountOf(Differs) == 1, Patience);

        _storeTime.AdjustTime(Changes.Noon.AddSeconds(store + 1));
        _time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync("it is logged again", () => _log.CountOf(Differs) == 2, Patience);
        Assert.Contains(text, _log.Entries[1].Message, StringComparison.Ordinal);
        Assert.Equal(0, _log.CountOf(Agrees));
    }

    [Fact]
    public async Task Tick_ClocksDifferByASecond_IsNotLogged()
    {
        _storeTime.AdjustTime(Changes.Noon.AddSeconds(-1));

        await _watcher.StartAsync(Token);

        await Eventually.TrueAsync("the clock is known", () => _clock.IsKnown, Patience);
        Assert.Equal((0, TimeSpan.FromSeconds(1)), (_log.CountOf(Differs), _clock.Ahead));
    }

    [Fact]
    public async Task OnChanged_ClockIsUnknown_ReadsItFirst()
    {
        _storeTime.AdjustTime(Changes.Noon.AddHours(-1));

        await _watcher.OnChangedAsync(MembershipSnapshot.Empty, Token);

        Assert.Equal(Changes.Noon.AddHours(-1), _clock.Now);
    }

    [Fact]
    public async Task OnChanged_StoreDoesNotRespond_UsesThisClock()
    {
        _registry.IsUnreachable = true;

        await _watcher.OnChangedAsync(MembershipSnapshot.Empty, Token);

        Assert.Equal((false, Changes.Noon), (_clock.IsKnown, _clock.Now));
    }
}
