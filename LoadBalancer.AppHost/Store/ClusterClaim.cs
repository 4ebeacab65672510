using System.Globalization;
using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Claims the servers of a cluster in an existing Redis for this AppHost, before any of them is started. Servers of two AppHosts would take
/// each other's ids, and each AppHost would count the other's servers as its own. The claim is a report that keeps no servers yet; from the
/// first report that keeps some, which the AppHost sends through the dashboard, the regular reports are the claim.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="owner">The name of this AppHost in reports.</param>
/// <param name="options">The largest number of servers that this AppHost can keep, and the setting that named the Redis.</param>
/// <param name="cluster">The cluster's name.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterClaim(IReplicaStore store, string owner, AppHostOptions options, string cluster, TimeProvider time)
{
    private static readonly TimeSpan TakeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan HoldInterval = TimeSpan.FromSeconds(1);

    private readonly OrchestratorReport _claim = new(owner, Kept: 0, options.MaxBackends);

    /// <summary>
    /// Takes the cluster. If an AppHost was killed, waits until its report expires, unless its process is known to be gone.
    /// </summary>
    /// <exception cref="StartException">Another AppHost keeps the cluster's servers, or Redis does not accept the claim.</exception>
    public async Task TakeAsync(CancellationToken stop)
    {
        try
        {
            await WaitAsync(stop);
        }
        catch (StoreException failure)
        {
            throw new StartException(
                $"{options.RedisSetting}: Redis is connected but did not accept a write: {StoreFailure.Describe(failure)}");
        }
    }

    /// <summary>Holds the cluster until servers are reported.</summary>
    /// <param name="log">Records faults, after which the claim is tried again.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="StartException">Another AppHost has taken the cluster.</exception>
    public async Task HoldAsync(LoopLog<ClusterClaim> log, CancellationToken stop)
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
                // If Redis is unavailable, other components report it. The claim survives this as long as any report does.
                _ = log.TryRecordFault(failure);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stop)
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

    /// <returns>
    /// The report of another AppHost; <see langword="null"/> if the cluster is ours, or will be once the report of a process that is gone
    /// expires.
    /// </returns>
    private async Task<OrchestratorReport?> TryTakeAsync(CancellationToken stop)
    {
        var report = await store.ReportAsync(_claim, wanted: null, stop);
        return report.IsBySameAs(_claim) || HasEnded(report.Name) ? null : report;
    }

    private StartException KeptBy(OrchestratorReport other) => new(
        $"{options.RedisSetting}: AppHost {other.Name} already manages the servers of cluster '{cluster}' in this Redis: stop it, or "
        + "choose another cluster with --Registry:Cluster=NAME.");

    /// <summary>Whether the name is that of a process on this machine (<c>machine/id</c>) that is gone.</summary>
    private static bool HasEnded(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 2
            && string.Equals(parts[0], Environment.MachineName, StringComparison.Ordinal)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && !ResourceProcess.Exists(id);
    }
}
