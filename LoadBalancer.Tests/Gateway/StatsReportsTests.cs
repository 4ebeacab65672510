using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Watching;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Gateway.Endpoints;
using LoadBalancer.Tests.Cluster.Recording;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Gateway;

public sealed class StatsReportsTests : IAsyncDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly FlakyStatisticsStore _store = new();
    private readonly CountingSetup _counts;
    private readonly MembershipWatcher _watcher;
    private readonly StatsReports _reports;

    public StatsReportsTests()
    {
        _counts = new(new(), _time, _store);
        _watcher = new(
            new InMemoryServerRegistry(_time), [], Options.Create(new RegistryOptions()), _time, new Random(1),
            LoopLogs.Of<MembershipWatcher>());
        var state = new ClusterState(GatewayParts.Defaults<PlacementOptions>());
        var servers = Enumerable.Range(0, StatsReports.Few + 1).Select(i => new Server { Id = new($"s{i}"), Url = $"http://s{i}" });
        state.Publish(new(ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring), Bound: null), TimeSpan.Zero);
        _reports = new(state, new([]), new(_counts.Cluster, _counts.Local, _counts.Recent), _watcher, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _reports.Dispose();
        _watcher.Dispose();
        await _counts.DisposeAsync();
    }

    [Fact]
    public async Task Read_WithinASecond_IsComputedOnce()
    {
        var first = await _reports.ReadAsync(Window, Token);

        Assert.Same(first, await _reports.ReadAsync(Window, Token));
        _time.Advance(StatsReports.Freshness);
        Assert.NotSame(first, await _reports.ReadAsync(Window, Token));
    }

    [Fact]
    public async Task Read_StoreIsSlow_AllWaitForOneReport()
    {
        var pending = new TaskCompletionSource();
        _store.Pending = pending.Task;
        var reading = new List<Task<byte[]?>>();
        for (var i = 0; i < 5; i++)
        {
            reading.Add(_reports.ReadAsync(Window, Token));
            _time.Advance(StatsReports.Freshness);
        }

        pending.SetResult();

        Assert.Single((await Task.WhenAll(reading)).Distinct());
        Assert.Equal(1, _store.Reads);
    }
}
