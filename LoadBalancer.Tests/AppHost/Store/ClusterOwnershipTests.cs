using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Registry.Replicas;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ClusterOwnershipTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryReplicaStore _store;

    public ClusterOwnershipTests() => _store = new(_time, new InMemoryEventLog());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task EnsureFreeAsync_NobodyReports_ReturnsAtOnce() => EnsureFreeAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);

    [Fact]
    public async Task EnsureFreeAsync_AnotherReportsOnAndOn_NamesItAndTheWayOut()
    {
        await ReportAsync("host-2/12");
        var wait = EnsureFreeAsync();

        await Eventually.TrueAsync(
            "it gives up",
            async () =>
            {
                await ReportAsync("host-2/12");
                _time.Advance(TimeSpan.FromSeconds(1));
                return wait.IsCompleted;
            },
            TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<StartException>(() => wait);
        Assert.Equal(ExitCode.Environment, failure.Code);
        Assert.Equal(
            "--redis: the AppHost host-2/12 keeps the servers of cluster 'default' there: stop that one, or choose another cluster with --Registry:Cluster=NAME.",
            failure.Message);
    }

    [Fact]
    public async Task EnsureFreeAsync_TheReportExpires_Returns()
    {
        await ReportAsync("host-2/12");
        var wait = EnsureFreeAsync();

        await Eventually.TrueAsync(
            "the report has expired",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return wait.IsCompletedSuccessfully;
            },
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnsureFreeAsync_TheReportOfAProcessThatIsGone_IsNotWaitedFor()
    {
        await ReportAsync($"{Environment.MachineName}/{int.MaxValue}");

        await EnsureFreeAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    private Task<OrchestratorReport> ReportAsync(string name) => _store.ReportAsync(new OrchestratorReport(name, Kept: 3, Most: 10), wanted: null, Token);

    private Task EnsureFreeAsync() => ClusterOwnership.EnsureFreeAsync(_store, "--redis", "default", _time, Token);
}
