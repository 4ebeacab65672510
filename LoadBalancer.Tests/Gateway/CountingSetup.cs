using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Counting;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway;

/// <summary>One gateway's counting, on a store that a test may disturb and a clock that it turns.</summary>
internal sealed class CountingSetup : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time;
    private readonly CountFlusher _flusher;

    public CountingSetup(FlakyCounterStore store, FakeTimeProvider time)
    {
        _time = time;
        Cluster = new(Local);
        Recent = new(store, Cluster, time);
        var options = Options.Create(new GatewayOptions { Id = "gateway", CountInterval = Interval });
        _flusher = new(store, Local, Cluster, options, time, Log);
    }

    public RequestCounters Local { get; } = new(new());

    public ClusterCounts Cluster { get; }

    public RecentCounts Recent { get; }

    public RecordingLogger<CountFlusher> Log { get; } = new();

    public long Total => Cluster.Read().Values.Sum(counts => counts.Requests);

    public long RequestsOf(string id) => Cluster.Read().GetValueOrDefault(id).Requests;

    public Task StartAsync() => _flusher.StartAsync(CancellationToken.None);

    public Task StopAsync() => _flusher.StopAsync(CancellationToken.None);

    /// <summary>Turns the clock until something has come about.</summary>
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
            Local.Of(id).CountRequest();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _flusher.Dispose();
        Cluster.Dispose();
    }
}
