using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Watching;

public sealed class LeaseSweeperTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordingLogger<LeaseSweeper> _log = new();
    private readonly FlakyServerRegistry _registry;
    private readonly LeaseSweeper _sweeper;

    public LeaseSweeperTests()
    {
        _registry = new(new InMemoryServerRegistry(_time));
        _sweeper = new(
            _registry, NoLivenessEvidence.Instance, Options.Create(new RegistryOptions { SweepInterval = Interval }), _time,
            LoopLogs.Of(_log));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _sweeper.StopAsync(Token);
        _sweeper.Dispose();
    }

    [Fact]
    public async Task Sweep_LeaseExpired_RemovesTheServerAndLogsIt()
    {
        await _registry.RegisterAsync(Changes.Join("dead", "process"), Interval * 3, Token);
        await _registry.ApplyAsync(Changes.Join("permanent"), Token);
        await _sweeper.StartAsync(Token);

        await AdvanceUntilAsync("the server is removed", () => _log.Entries.Count == 1);
        Assert.True(_time.GetUtcNow() >= Changes.Noon + (Interval * 6));

        Assert.Equal("Removed server dead: its lease expired", _log.Entries[0].Message);
        Assert.Equal("permanent", Assert.Single((await _registry.ReadAsync(Token)).Servers).Id.Value);
    }

    [Fact]
    public async Task Sweep_StoreUnreachableAndBack_Continues()
    {
        await _registry.RegisterAsync(Changes.Join("dead", "process"), Interval, Token);
        _registry.IsUnreachable = true;
        await _sweeper.StartAsync(Token);
        await AdvanceUntilAsync("it has tried", () => _registry.Calls > 3);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level > LogLevel.Debug);

        _registry.IsUnreachable = false;
        await AdvanceUntilAsync("the server is removed", () => _log.Entries.Any(entry => entry.Level == LogLevel.Warning));

        Assert.Empty((await _registry.ReadAsync(Token)).Servers);
    }

    /// <summary>
    /// Advances the clock sweep by sweep. If no sweep follows, the sweeper was not waiting yet, and the clock advances again later.
    /// </summary>
    private Task AdvanceUntilAsync(string what, Func<bool> condition)
    {
        var (calls, idle) = (-1, 0);
        return Eventually.TrueAsync(
            what,
            () =>
            {
                if (_registry.Calls != calls || ++idle % 10 == 0)
                {
                    calls = _registry.Calls;
                    _time.Advance(Interval);
                }

                return condition();
            },
            Patience);
    }
}
