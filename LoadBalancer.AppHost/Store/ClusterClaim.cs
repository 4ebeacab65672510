using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Makes the servers of a cluster in a store that runs already this AppHost's to keep, before any of them is started. Servers of
/// two would take each other's ids, and each AppHost would count the other's as its own. The claim is a report that no server is
/// kept yet; from the first report with servers on, which comes through the dashboard, those are the claim.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="owner">What this AppHost calls itself in reports.</param>
/// <param name="options">How many servers it can keep, and where the store was given.</param>
/// <param name="cluster">The cluster's name.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterClaim(IReplicaStore store, string owner, AppHostOptions options, string cluster, TimeProvider time)
{
    private static readonly TimeSpan TakeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HoldInterval = TimeSpan.FromSeconds(1);

    private readonly OrchestratorReport _claim = new(owner, Kept: 0, options.MaxBackends);

    /// <summary>
    /// Takes the cluster. Waits for the report of an AppHost that was killed to expire, except where its process is known to be gone.
    /// </summary>
    /// <exception cref="StartException">Another AppHost keeps it.</exception>
    public async Task TakeAsync(CancellationToken stop)
    {
        var startedAt = time.GetTimestamp();
        while (await TryTakeAsync(stop) is { } other)
        {
            if (time.GetElapsedTime(startedAt) > OrchestratorReport.Lifetime)
            {
                throw KeptBy(other);
            }

            await Task.Delay(TakeInterval, time, stop);
        }
    }

    /// <summary>Holds it until servers are reported.</summary>
    /// <exception cref="StartException">Another AppHost has taken it.</exception>
    public async Task HoldAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(HoldInterval, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if ((await store.ReadAsync(stop)).Orchestrator is { Kept: > 0 } report && report.IsBySameAs(_claim))
                {
                    return;
                }

                if (await TryTakeAsync(stop) is { } other)
                {
                    throw KeptBy(other);
                }
            }
            catch (Exception failure) when (failure is not StartException && !StoreFailure.IsStop(failure, stop))
            {
                // The store is away, which is others' to say; the claim outlasts it for as long as any report does.
            }
        }
    }

    /// <returns>
    /// Another AppHost's report; <see langword="null"/> where the cluster is ours, or will be once the report of a process that is gone has
    /// expired.
    /// </returns>
    private async Task<OrchestratorReport?> TryTakeAsync(CancellationToken stop)
    {
        var report = await store.ReportAsync(_claim, wanted: null, stop);
        return report.IsBySameAs(_claim) || HasEnded(report.Name) ? null : report;
    }

    private StartException KeptBy(OrchestratorReport other) => new(
        $"{options.RedisSetting}: the AppHost {other.Name} keeps the servers of cluster '{cluster}' there: stop that one, or choose "
        + "another cluster with --Registry:Cluster=NAME.");

    /// <summary>Whether it was a process of this machine (<c>machine/id</c>) that is gone.</summary>
    private static bool HasEnded(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 2
            && string.Equals(parts[0], Environment.MachineName, StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && !ResourceProcess.Exists(id);
    }
}
