using System.Collections.Immutable;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Checks;

public sealed class CheckFlusherTests : IAsyncDisposable
{
    private const int Dropped = 3412;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordedStore _store = new();
    private readonly RecordingLogger<CheckFlusher> _logger = new();
    private readonly StoreClock _clock;
    private readonly HealthMonitor _health;
    private readonly CheckFlusher _flusher;

    public CheckFlusherTests()
    {
        _clock = new(_time);
        _health = GatewayParts.Health(_time);
        _flusher = new(_store, new(GatewayParts.Identity("gateway-1"), _clock), _health, _clock, _time, LoopLogs.Of(_logger));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _flusher.StopAsync(Token);
        _flusher.Dispose();
    }

    [Fact]
    public async Task Probes_Ended_AreWrittenWithWhatWasAsked()
    {
        var server = Server("a");
        ProbeDetails asked = new("GET", "http://a/healthcheck", 503, TimeSpan.FromMilliseconds(12));

        Probe(server, new(HealthReason.Healthy, Details: asked with { Status = 200 }));
        Probe(server, new(HealthReason.ProbesFail, new(FailureCause.UnexpectedStatus, new string('x', 300)), Details: asked));
        Probe(Server("simulated"), new(HealthReason.Healthy));
        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("it is written", () => _store.Writes == 1, Patience);

        var read = await _store.ReadAsync(_clock.Now, [ServerProcess.Of(server), ServerProcess.Of(Server("simulated"))], Token);
        Assert.Equal(
            new ServerCheck(
                ServerProcess.Of(server), Changes.Noon, new("gateway-1"), asked, "unexpected_status", $"{new string('x', 200)}…"),
            Assert.Single(read.Values));
    }

    [Fact]
    public async Task Flush_TenThousandServers_WritesOnlyWhatIsNewInParts()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Probe(Server($"s{i}"));
        }

        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("all are written", () => _store.Checks == 10_000, Patience);
        Assert.Equal((20, CheckFlusher.MostAtOnce), (_store.Writes, _store.Largest));
        Probe(Server("s7"));
        _time.Advance(CheckFlusher.Interval);
        await Eventually.TrueAsync("the new one is written", () => _store.Checks == 10_001, Patience);
        _time.Advance(CheckFlusher.Interval);

        Assert.Equal(21, _store.Writes);
    }

    [Fact]
    public async Task Store_Unreachable_ReceivesLaterWhatStillCounts()
    {
        _store.IsUnreachable = true;
        Probe(Server("old"));
        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("it has failed", () => _store.Writes == 1, Patience);
        _time.Advance(ICheckStore.Lifetime);
        Probe(Server("new"));
        await AdvanceUntilAsync("it was tried again", () => _store.Writes >= 3);

        _store.IsUnreachable = false;
        await AdvanceUntilAsync("the new one is written", () => _store.Checks > 0);

        ServerProcess[] names = [ServerProcess.Of(Server("old")), ServerProcess.Of(Server("new"))];
        Assert.Equal("new@http://new", Assert.Single((await _store.ReadAsync(_clock.Now, names, Token)).Keys).Value);
    }

    [Fact]
    public async Task Buffer_BeyondItsCapacity_DropsAndCounts()
    {
        for (var i = 0; i < CheckBuffer.Capacity + 5; i++)
        {
            Probe(Server($"s{i}"));
        }

        Probe(Server("s1"));
        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("all are written", () => _store.Checks == CheckBuffer.Capacity, Patience);

        Assert.Contains(_logger.Entries, entry => entry.Id.Id == Dropped && entry.Message.Contains(" 5 ", StringComparison.Ordinal));
    }

    private static Server Server(string id) => new() { Id = new(id), Url = $"http://{id}" };

    private void Probe(Server server) =>
        Probe(server, new(HealthReason.Healthy, Details: new("GET", server.Url, 200, TimeSpan.FromMilliseconds(1))));

    private void Probe(Server server, ProbeResult result) => _health.Observe(server, result);

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(CheckFlusher.Interval);
            return condition();
        },
        Patience);

    private sealed class RecordedStore : ICheckStore
    {
        private readonly InMemoryCheckStore _inner = new();
        private int _writes;
        private int _checks;

        public volatile bool IsUnreachable;

        /// <summary>The number of writes, including failed ones.</summary>
        public int Writes => Volatile.Read(ref _writes);

        /// <summary>The number of checks written.</summary>
        public int Checks => Volatile.Read(ref _checks);

        public int Largest { get; private set; }

        public async Task WriteAsync(DateTimeOffset now, IReadOnlyCollection<ServerCheck> checks, CancellationToken cancellationToken)
        {
            Largest = Math.Max(Largest, checks.Count);
            Interlocked.Increment(ref _writes);
            if (IsUnreachable)
            {
                throw new TimeoutException("The store does not respond.");
            }

            await _inner.WriteAsync(now, checks, cancellationToken);
            Interlocked.Add(ref _checks, checks.Count);
        }

        public Task<ImmutableDictionary<ServerProcess, ServerCheck>> ReadAsync(
            DateTimeOffset now, IReadOnlyCollection<ServerProcess> processes, CancellationToken cancellationToken) =>
            _inner.ReadAsync(now, processes, cancellationToken);
    }
}
