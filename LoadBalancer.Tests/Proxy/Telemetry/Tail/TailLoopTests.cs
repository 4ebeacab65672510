using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Proxy.Telemetry.Tail;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Telemetry.Tail;

/// <summary>Tests what a gateway reads and sends while somebody looks at requests, also while Redis is away.</summary>
public sealed class TailLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TailParts _parts = new();
    private readonly FlakyTailStore _store;
    private readonly ConcurrentQueue<TailBatch> _batches = [];
    private readonly TailWatcher _watcher;
    private readonly TailFlusher _flusher;

    public TailLoopTests()
    {
        _store = new(new(_parts.Time));
        _watcher = Watcher(new());
        _flusher = new(_store, _parts.Tail, GatewayParts.Identity("gateway-1"), _parts.Time, LoopLogs.Of<TailFlusher>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(Token);
        await _flusher.StopAsync(Token);
        _watcher.Dispose();
        _flusher.Dispose();
    }

    [Fact]
    public async Task Wish_ComesAndGoes_OpensAndClosesTheGate()
    {
        await _watcher.StartAsync(Token);
        await _store.WantAsync("a", [TailFilter.All], Token);
        await UntilAsync("the gate is open", () => _parts.Tail.IsWanted);
        var gate = _parts.Tail.Gate;

        await _store.WantAsync("a", [TailFilter.All], Token);
        var reads = _store.Reads;
        await UntilAsync("it was read again", () => _store.Reads > reads + 1);
        Assert.Same(gate, _parts.Tail.Gate);

        await _store.WantAsync("a", [], Token);
        await UntilAsync("the gate is closed", () => !_parts.Tail.IsWanted);
    }

    [Fact]
    public async Task Wish_RedisGoesAway_CountsNoLongerThanItsLifetime()
    {
        await _watcher.StartAsync(Token);
        await _store.WantAsync("a", [TailFilter.All], Token);
        await UntilAsync("the gate is open", () => _parts.Tail.IsWanted);

        _store.IsUnreachable = true;
        var began = _parts.Time.GetTimestamp();
        await UntilAsync("the gate is closed", () => !_parts.Tail.IsWanted);

        Assert.InRange(_parts.Time.GetElapsedTime(began), ITailStore.Lifetime - TailWatcher.Interval, 3 * ITailStore.Lifetime);
    }

    [Fact]
    public async Task Wish_SettingForbidsIt_IsNotEvenRead()
    {
        using var watcher = Watcher(new() { Enabled = false });

        await watcher.StartAsync(Token);
        await watcher.ExecuteTask!;

        Assert.Equal(0, _store.Reads);
    }

    [Fact]
    public async Task Flush_LinesWait_SendsThemWithTheNumbers()
    {
        await using var subscription = await _store.SubscribeAsync(_batches.Enqueue, Token);
        await _flusher.StartAsync(Token);
        _parts.Want("", "status=5xx");
        _parts.Add(TailParts.Placed(200));
        _parts.Add(TailParts.Placed(503));

        await UntilAsync("it is sent", () => !_batches.IsEmpty);

        var batch = _batches.First();
        Assert.Equal(["", "status=5xx"], batch.Filters);
        Assert.Equal([2, 1], batch.Seen);
        Assert.Equal([0b01, 0b11], batch.Lines.Select(line => line.Passes));
    }

    [Fact]
    public async Task Flush_NothingHappens_SendsASignOncePerSecond()
    {
        await using var subscription = await _store.SubscribeAsync(_batches.Enqueue, Token);
        await _flusher.StartAsync(Token);
        _parts.Want("");

        await UntilAsync("there are two signs", () => _batches.Count >= 2);

        Assert.All(_batches, batch => Assert.Equal((0, 0), (batch.Lines.Length, (int)batch.Seen[0])));
    }

    [Fact]
    public async Task Flush_RedisIsAway_LosesTheBatchAndGoesOn()
    {
        await using var subscription = await _store.SubscribeAsync(_batches.Enqueue, Token);
        await _flusher.StartAsync(Token);
        _parts.Want("");
        _store.IsUnreachable = true;
        _parts.Add(TailParts.Placed(200));
        await UntilAsync("it was tried", () => _store.Failures > 0);

        _store.IsUnreachable = false;
        _parts.Add(TailParts.Placed(404));
        await UntilAsync("the next one is sent", () => _batches.Any(batch => batch.Lines.Length > 0));

        Assert.Equal(404, Assert.Single(_batches.SelectMany(batch => batch.Lines)).Status);
    }

    [Fact]
    public async Task Flush_NobodyLooksAnyMore_DiscardsWhatWaits()
    {
        _parts.Want("");
        _parts.Add(TailParts.Placed(200));
        _parts.Tail.Gate = null;
        await _flusher.StartAsync(Token);

        await UntilAsync("nothing waits", () => _parts.Tail.Buffer.NextLength == 0);
    }

    private TailWatcher Watcher(TailOptions options) => new(
        _store, _parts.Tail, GatewayParts.Identity("gateway-1"), Options.Create(options), _parts.Time, LoopLogs.Of<TailWatcher>());

    /// <summary>Lets the time pass until a condition holds.</summary>
    private Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _parts.Time.Advance(TailFlusher.Interval);
            return condition();
        },
        Patience);

    private sealed class FlakyTailStore(InMemoryTailStore inner) : ITailStore
    {
        private int _reads;
        private int _failures;

        public bool IsUnreachable { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public int Failures => Volatile.Read(ref _failures);

        public Task WantAsync(string viewer, IReadOnlyCollection<TailFilter> filters, CancellationToken cancellationToken) =>
            inner.WantAsync(viewer, filters, cancellationToken);

        public Task<ImmutableArray<TailFilter>> ReadWantedAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            Reach();
            return inner.ReadWantedAsync(cancellationToken);
        }

        public Task PublishAsync(TailBatch batch, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            Reach();
            return inner.PublishAsync(batch, lines, cancellationToken);
        }

        public Task<IAsyncDisposable> SubscribeAsync(Action<TailBatch> onBatch, CancellationToken cancellationToken) =>
            inner.SubscribeAsync(onBatch, cancellationToken);

        private void Reach()
        {
            if (IsUnreachable)
            {
                Interlocked.Increment(ref _failures);
                throw new StoreException(StoreCondition.Unreachable, "No connection.", new TimeoutException());
            }
        }
    }
}
