using System.Collections.Immutable;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.HealthLog;

public sealed class HealthLogFlusherTests : IAsyncDisposable
{
    private const int Dropped = 3403;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly HealthOptions Settings = new();

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordedLog _log = new();
    private readonly RecordingLogger<HealthLogFlusher> _logger = new();
    private readonly HealthMonitor _health;
    private readonly HealthChangeQueue _queue;
    private readonly HealthLogFlusher _flusher;

    public HealthLogFlusherTests()
    {
        _health = GatewayParts.Health(_time);
        _queue = new(GatewayParts.Identity("gateway-1"), _time);
        _flusher = new(_log, _queue, _health, _time, LoopLogs.Of(_logger));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _flusher.StopAsync(Token);
        _flusher.Dispose();
    }

    [Fact]
    public async Task Verdicts_OfEveryTrigger_AreEachWrittenOnceWithTheirCause()
    {
        var server = Server("a");
        ProbeDetails asked = new("GET", "http://a/healthcheck", Status: null, TimeSpan.FromSeconds(1));
        var timeout = new Failure(FailureCause.HttpResponseTimeout, "GET /healthcheck had no response within 1 s");

        for (var i = 0; i < 5; i++)
        {
            _health.Observe(server, new ProbeResult(HealthReason.ProbesFail, timeout, Details: asked));
        }

        _health.Observe(server, new ProbeResult(HealthReason.Healthy, Details: asked with { Status = 200 }));
        _health.Observe(server, new ProbeResult(HealthReason.Healthy, Details: asked with { Status = 200 }));
        for (var i = 0; i < Settings.ConsecutiveFailures + 3; i++)
        {
            _health.Observe(new AttemptEnd(server, AttemptOutcome.NotReached, Status: 0, FailureCause.ConnectionRefused, Key: (ulong)i));
        }

        var membership = new MembershipSnapshot(new("epoch"), 1, [server]);
        _health.Judge(membership, _time.GetUtcNow());
        _time.Advance(Settings.Ejection);
        _health.Judge(membership, _time.GetUtcNow());
        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("they are written", () => _log.Changes > 0, Patience);

        Assert.Equal(
            [
                ("Healthy", "ProbesFail", "probe", "http_response_timeout", timeout.Detail, asked),
                ("ProbesFail", "Healthy", "probe", null, null, asked with { Status = 200 }),
                ("Healthy", "ConsecutiveFailures", "requests", "connection_refused", null, null),
                ("ConsecutiveFailures", "Healthy", "time", null, null, null),
            ],
            (await _log.ReadAsync(new("a"), Token)).Reverse().Select(
                change => (change.From, change.To, change.Trigger, change.Cause, change.Detail, change.Probe)));
        Assert.All(await _log.ReadAsync(new("a"), Token), change => Assert.Equal("gateway-1", change.Gateway?.Value));
    }

    [Fact]
    public async Task Storm_OfTenThousandServers_IsWrittenAtALimitedRate()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Fail($"s{i}");
        }

        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("the first part is written", () => _log.Changes == HealthLogFlusher.MostAtOnce, Patience);
        Assert.Equal(1, _log.Appends);
        await AdvanceUntilAsync("all are written", () => _log.Changes == 10_000);

        Assert.Equal((50, HealthLogFlusher.MostAtOnce), (_log.Appends, _log.Largest));
        Assert.Equal(0, _logger.CountOf(Dropped));
    }

    [Fact]
    public async Task Queue_BeyondItsCapacity_DropsTheOldestAndReportsHowMany()
    {
        for (var i = 0; i < HealthChangeQueue.Capacity + 5; i++)
        {
            _queue.AddOfCluster(new($"s{i}@1"), Changes.Noon, from: null, HealthReason.Healthy, failure: default);
        }

        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("the first part is written", () => _log.Changes == HealthLogFlusher.MostAtOnce, Patience);

        Assert.Contains(_logger.Entries, entry => entry.Id.Id == Dropped && entry.Message.Contains(" 5 ", StringComparison.Ordinal));
        Assert.Empty(await _log.ReadAsync(new("s4"), Token));
        Assert.Null(Assert.Single(await _log.ReadAsync(new("s5"), Token)).Gateway);
    }

    [Fact]
    public async Task Store_TemporarilyUnreachable_ReceivesEverythingLaterInOrder()
    {
        _log.IsUnreachable = true;
        Fail("a");
        await _flusher.StartAsync(Token);
        await Eventually.TrueAsync("it has failed", () => _log.Appends == 1, Patience);
        Fail("b");

        _log.IsUnreachable = false;
        await AdvanceUntilAsync("both are written", () => _log.Changes == 2);

        Assert.Equal(Changes.Noon, Assert.Single(await _log.ReadAsync(new("a"), Token)).At);
        Assert.Single(await _log.ReadAsync(new("b"), Token));
    }

    [Fact]
    public async Task Stop_WithChangesLeft_WritesThem()
    {
        await _flusher.StartAsync(Token);
        Fail("a");

        await _flusher.StopAsync(Token);

        Assert.Single(await _log.ReadAsync(new("a"), Token));
    }

    private static Server Server(string id) => new() { Id = new(id), Url = $"http://{id}" };

    private void Fail(string id)
    {
        for (var i = 0; i < Settings.ProbeFailures; i++)
        {
            _health.Observe(Server(id), new ProbeResult(HealthReason.ProbesFail, FailureCause.ConnectionRefused));
        }
    }

    private Task AdvanceUntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            if (condition())
            {
                return true;
            }

            _time.Advance(HealthLogFlusher.Interval);
            return condition();
        },
        Patience);

    private sealed class RecordedLog : IHealthLog
    {
        private readonly InMemoryHealthLog _inner = new();
        private int _appends;
        private int _changes;

        public volatile bool IsUnreachable;

        /// <summary>The number of calls, including failed ones.</summary>
        public int Appends => Volatile.Read(ref _appends);

        /// <summary>The number of changes written.</summary>
        public int Changes => Volatile.Read(ref _changes);

        public int Largest { get; private set; }

        public async Task AppendAsync(IReadOnlyCollection<HealthChange> changes, CancellationToken cancellationToken)
        {
            Largest = Math.Max(Largest, changes.Count);
            Interlocked.Increment(ref _appends);
            if (IsUnreachable)
            {
                throw new TimeoutException("The log does not respond.");
            }

            await _inner.AppendAsync(changes, cancellationToken);
            Interlocked.Add(ref _changes, changes.Count);
        }

        public Task<ImmutableArray<HealthChange>> ReadAsync(ServerId server, CancellationToken cancellationToken) =>
            _inner.ReadAsync(server, cancellationToken);
    }
}
