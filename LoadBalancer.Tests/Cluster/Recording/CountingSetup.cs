using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

/// <summary>The counting and the statistics of one gateway, on stores that a test may disturb and a clock that it advances.</summary>
internal sealed class CountingSetup : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time;
    private readonly CountFlusher _counts;
    private readonly StatisticsFlusher _statistics;

    public CountingSetup(FlakyCounterStore store, FakeTimeProvider time, FlakyStatisticsStore? statistics = null)
    {
        _time = time;
        statistics ??= new();
        var identity = GatewayParts.Identity("gateway");
        var options = Options.Create(new CountingOptions { CountInterval = Interval });
        Clock = new(time);
        Local = new(new(), Clock);
        HotKeys = new(Clock);
        History = new(Local, HotKeys, Clock, identity);
        Cluster = new(Local);
        Recent = new(statistics, History, Local, time, LoopLogs.Of<RecentCounts>());
        _counts = new(store, new(Local, Cluster, identity), History, options, time, LoopLogs.Of(Log));
        _statistics = new(statistics, History, options, time, LoopLogs.Of(StatisticsLog));
    }

    public RecordingClock Clock { get; }

    public RequestCounters Local { get; }

    public HotKeyRecorder HotKeys { get; }

    public StatisticsHistory History { get; }

    public ClusterCounts Cluster { get; }

    public RecentCounts Recent { get; }

    public RecordingLogger<CountFlusher> Log { get; } = new();

    public RecordingLogger<StatisticsFlusher> StatisticsLog { get; } = new();

    public long Total => Cluster.Read().Values.Sum(counts => counts.Requests);

    /// <summary>Whether the counter store has received every count.</summary>
    public bool IsAllSent => Local.ReadSince(Cluster.Included).IsEmpty;

    public long RequestsOf(string id) => Cluster.Read().GetValueOrDefault(new(id)).Requests;

    public async Task StartAsync()
    {
        await _counts.StartAsync(CancellationToken.None);
        await _statistics.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await _counts.StopAsync(CancellationToken.None);
        await _statistics.StopAsync(CancellationToken.None);
    }

    /// <summary>Advances the clock until the condition holds.</summary>
    public Task AdvanceUntilAsync(string what, Func<bool> condition) => AdvanceUntilAsync(what, () => Task.FromResult(condition()));

    public Task AdvanceUntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(Interval);
            return condition();
        },
        Patience);

    public void Count(string id, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            Local.Of(new(id)).CountRequest(Clock.Timestamp);
        }
    }

    /// <summary>Records a whole request that takes no time.</summary>
    public void Serve(string id, string key, bool isRetry = false, SelectionReason reason = SelectionReason.Owner, bool failed = false)
    {
        HotKeys.Record(KeyHash.Of(key), key);
        var began = Clock.Timestamp;
        Local.Of(new(id)).Begin(isRetry, reason);
        Local.Of(new(id)).End(failed ? FailureCause.ConnectionRefused : null, began, began);
        Local.Of(new(id)).CountRequest(began);
        Local.Latency.Record(began, began);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _counts.Dispose();
        _statistics.Dispose();
        History.Dispose();
    }
}
