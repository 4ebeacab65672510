using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Tests.Cluster.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Watching;

public sealed class MembershipWatcherTests : IAsyncDisposable
{
    private const int Disconnected = 2203;
    private const int Connected = 2202;
    private const int Lost = 2205;
    private const int Recovered = 2207;
    private const int GivenUp = 2208;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordingLogger<MembershipWatcher> _log = new();
    private readonly RegistryOptions _options = new() { PollInterval = Poll };
    private readonly RecordingObserver _observer = new();
    private readonly FlakyServerRegistry _registry;
    private readonly MembershipWatcher _watcher;

    public MembershipWatcherTests()
    {
        _registry = new(new InMemoryServerRegistry(_time));
        _watcher = Watcher(_registry);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(Token);
        _watcher.Dispose();
    }

    [Fact]
    public async Task Hint_AfterAChange_IsFollowedWithoutThePoll()
    {
        await StartAsync();

        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await UntilNotifiedAsync(1);
        await _registry.ApplyAsync(Changes.Join("b"), Token);
        await UntilNotifiedAsync(2);

        Assert.Equal([0, 1, 2], _observer.Versions);
        Assert.Equal(2, _watcher.Current.Version);
    }

    [Fact]
    public async Task Poll_HintsLost_FollowsTheChange()
    {
        _registry.IsMute = true;
        await StartAsync();
        await _registry.ApplyAsync(Changes.Join("a"), Token);

        await AdvanceUntilAsync("the change is seen", () => _watcher.Current.Version == 1);

        Assert.Equal([0, 1], _observer.Versions);
    }

    [Fact]
    public async Task Poll_NothingChanged_NotifiesNoObserver()
    {
        await StartAsync();
        var reads = _registry.Reads;

        await AdvanceUntilAsync("it has polled", () => _registry.Reads > reads + 2);

        Assert.Equal([0], _observer.Versions);
    }

    [Theory]
    [InlineData("one", 6, "Rewound")]
    [InlineData("two", 1, "Replaced")]
    [InlineData("", 0, "Emptied")]
    public async Task Read_StoreRejectsTheLostMembership_IsTrustedOnlyAfterTheRecoveryTime(
        string epoch, long version, string finding)
    {
        var registry = new ScriptedServerRegistry { Membership = new(new("one"), 7, []) };
        using var watcher = Watcher(registry);
        await watcher.StartAsync(Token);
        await UntilNotifiedAsync(7);

        registry.Membership = new(new(epoch), version, []);
        await AdvanceUntilAsync("the loss is noticed", () => watcher.IsRecovering);
        Assert.Equal(7, watcher.Current.Version);
        Assert.True(watcher.IsConnected);
        var noticed = _time.GetUtcNow();
        await AdvanceUntilAsync("the store is trusted", () => watcher.Current.Version == version);
        await watcher.StopAsync(Token);

        Assert.True(_time.GetUtcNow() >= noticed + _options.RecoveryTime - Poll);
        Assert.False(watcher.IsRecovering);
        Assert.Equal([7, version], _observer.Versions);
        Assert.Contains(finding, Assert.Single(_log.Entries, entry => entry.Id.Id == Lost).Message, StringComparison.Ordinal);
        Assert.Equal(1, _log.CountOf(GivenUp));
    }

    [Fact]
    public async Task Read_EmptiedStore_GetsTheMembershipBack()
    {
        await _registry.ApplyAsync(Changes.Join("a", weight: 7), Token);
        await _registry.ApplyAsync(Changes.Join("b"), Token);
        _options.ActAs("gateway-2");
        await StartAsync();
        var known = _watcher.Current;

        var events = new InMemoryEventLog();
        _registry.Inner = new InMemoryServerRegistry(_time, events);
        await AdvanceUntilAsync("the store has the membership", () => _observer.Versions.Contains(3) && _log.CountOf(Recovered) > 0);

        Assert.False(_watcher.IsRecovering);
        Assert.True((await _registry.ReadAsync(Token)).HasContentOf(known));
        Assert.NotEqual(known.Epoch, _watcher.Current.Epoch);
        Assert.Equal([2, 3], _observer.Versions);
        Assert.Equal(1, _log.CountOf(Lost));
        Assert.Equal(1, _log.CountOf(Recovered));
        Assert.Equal("gateway-2", Assert.Single(await events.ReadAsync(1, Token)).By);
    }

    [Fact]
    public async Task Store_UnreachableAndBack_KeepsTheLastMembershipAndLogsItOnce()
    {
        await _registry.ApplyAsync(Changes.Join("a"), Token);
        await StartAsync();
        Assert.True(_watcher.IsConnected);

        _registry.IsUnreachable = true;
        var calls = _registry.Calls;
        await AdvanceUntilAsync("it has tried again and again", () => _registry.Calls > calls + 3);
        Assert.False(_watcher.IsConnected);
        Assert.Single(_watcher.Current.Servers);
        Assert.Equal(1, _log.CountOf(Disconnected));
        Assert.True(_watcher.Connection is { IsConnected: false, WasReached: true } && _watcher.Connection.Since > Changes.Noon);

        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the store is back", () => _watcher.IsConnected);
        Assert.Equal(2, _log.CountOf(Connected));
        Assert.Equal([1], _observer.Versions);
    }

    [Fact]
    public async Task Store_UnreachableAtTheStart_IsFollowedOnceReachableHintsIncluded()
    {
        _registry.IsUnreachable = true;
        await _watcher.StartAsync(Token);
        await AdvanceUntilAsync("it has tried", () => _registry.Calls > 3);
        Assert.Equal(1, _log.CountOf(Disconnected));

        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the store is read", () => _observer.Versions.Count == 1);
        await _registry.ApplyAsync(Changes.Join("a"), Token);

        await UntilNotifiedAsync(1);
    }

    [Fact]
    public async Task Observer_ThrowsOnce_IsNotifiedAgain()
    {
        _observer.Failures = 1;
        await _watcher.StartAsync(Token);
        await _registry.ApplyAsync(Changes.Join("a"), Token);

        await AdvanceUntilAsync("the observer has the change", () => _observer.Versions.Contains(1));

        Assert.False(_watcher.ExecuteTask!.IsCompleted);
    }

    private MembershipWatcher Watcher(IServerRegistry registry) =>
        new(registry, [_observer], Options.Create(_options), _time, new Random(1), LoopLogs.Of(_log));

    private async Task StartAsync()
    {
        await _watcher.StartAsync(Token);
        await Eventually.TrueAsync("the membership is read", () => _observer.Versions.Count == 1, Patience);
    }

    private Task UntilNotifiedAsync(long version) =>
        Eventually.TrueAsync($"the observer is notified of version {version}", () => _observer.Versions.Contains(version), Patience);

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(Poll);
            return condition();
        },
        Patience);
}
