using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class ClusterClaimTests
{
    private const string Own = "host-1/11";
    private const string Other = "host-2/12";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryReplicaStore _store;

    public ClusterClaimTests() => _store = new(_time, new InMemoryEventLog());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_NoOtherReport_WritesAReportWithoutServers()
    {
        await Claim(Own).TakeAsync(Token).WaitAsync(Patience, Token);

        Assert.Equal(new OrchestratorReport(Own, Kept: 0, AppHostOptions.DefaultMaxBackends), (await _store.ReadAsync(Token)).Orchestrator);
    }

    [Fact]
    public async Task TakeAsync_TwoAtOnce_OneFailsAndNamesTheOther()
    {
        Task[] both = [Claim(Own).TakeAsync(Token), Claim(Other).TakeAsync(Token)];
        var held = Claim(Own).HoldAsync(LoopLogs.Of<ClusterClaim>(), Token);

        await AdvanceUntilAsync("both know", () => both.All(take => take.IsCompleted));

        await both[0];
        var failure = await Assert.ThrowsAsync<StartException>(() => both[1]);
        Assert.StartsWith($"--redis: AppHost {Own} already manages", failure.Message, StringComparison.Ordinal);
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public async Task TakeAsync_AnotherKeepsReporting_NamesItAndTheRemedy()
    {
        await ReportAsync(Other, kept: 3);
        var take = Claim(Own).TakeAsync(Token);

        await AdvanceUntilAsync("it gives up", () => take.IsCompleted, () => ReportAsync(Other, kept: 3));

        var failure = await Assert.ThrowsAsync<StartException>(() => take);
        Assert.Equal(ExitCode.Environment, failure.Code);
        Assert.Equal(
            $"--redis: AppHost {Other} already manages the servers of cluster 'default' in this Redis: stop it, or "
            + "choose another cluster with --Registry:Cluster=NAME.",
            failure.Message);
    }

    [Fact]
    public async Task TakeAsync_OtherReportExpires_Returns()
    {
        await ReportAsync(Other, kept: 3);
        var take = Claim(Own).TakeAsync(Token);

        await AdvanceUntilAsync("the report has expired", () => take.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task TakeAsync_ReportOfAnEndedProcess_IsNotAwaited()
    {
        await ReportAsync($"{Environment.MachineName}/{int.MaxValue}", kept: 3);

        await Claim(Own).TakeAsync(Token).WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task HoldAsync_NoServersYet_KeepsTheClaimBeyondAReportsLifetime()
    {
        var hold = Claim(Own).HoldAsync(LoopLogs.Of<ClusterClaim>(), Token);
        var until = _time.GetUtcNow() + (3 * OrchestratorReport.Lifetime);

        await AdvanceUntilAsync("three lifetimes have passed", () => _time.GetUtcNow() >= until);

        Assert.Equal(Own, (await _store.ReadAsync(Token)).Orchestrator?.Name);
        Assert.False(hold.IsCompleted);
    }

    [Fact]
    public async Task HoldAsync_ServersReported_Completes()
    {
        var hold = Claim(Own).HoldAsync(LoopLogs.Of<ClusterClaim>(), Token);

        await AdvanceUntilAsync("it has ended", () => hold.IsCompletedSuccessfully, () => ReportAsync(Own, kept: 3));

        Assert.Equal(3, (await _store.ReadAsync(Token)).Orchestrator?.Kept);
    }

    [Fact]
    public async Task HoldAsync_AnotherTookTheClaim_NamesIt()
    {
        var hold = Claim(Own).HoldAsync(LoopLogs.Of<ClusterClaim>(), Token);
        await ReportAsync(Other, kept: 3);

        await AdvanceUntilAsync("it knows", () => hold.IsCompleted, () => ReportAsync(Other, kept: 3));

        Assert.Contains(Other, (await Assert.ThrowsAsync<StartException>(() => hold)).Message, StringComparison.Ordinal);
    }

    private ClusterClaim Claim(string owner) => new(_store, owner, new AppHostOptions(), "default", _time);

    private Task<OrchestratorReport> ReportAsync(string name, int kept) =>
        _store.ReportAsync(new OrchestratorReport(name, kept, AppHostOptions.DefaultMaxBackends), wanted: null, Token);

    /// <summary>Advances the time in steps of a quarter of a second, each after the action of another AppHost.</summary>
    private Task AdvanceUntilAsync(string what, Func<bool> isSo, Func<Task>? other = null) => Eventually.TrueAsync(
        what,
        async () =>
        {
            if (other is not null)
            {
                await other();
            }

            _time.Advance(TimeSpan.FromMilliseconds(250));
            return isSo();
        },
        Patience);
}
