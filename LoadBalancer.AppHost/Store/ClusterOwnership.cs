using System.Globalization;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.Aspire.Hosting.Stopping;
using LoadBalancer.Registry;
using LoadBalancer.Registry.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Whether another AppHost keeps the servers of this cluster in a store that runs already. Servers of two would take each
/// other's ids, and each AppHost would count the other's as its own.
/// </summary>
internal static class ClusterOwnership
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits for the report of an AppHost that was killed to expire.</summary>
    /// <exception cref="StartException">Another AppHost reports, or the name of the cluster is not allowed.</exception>
    public static async Task EnsureFreeAsync(
        string setting, IConnectionMultiplexer connection, IConfiguration configuration, TimeProvider time, CancellationToken stop)
    {
        await using var services = new ServiceCollection().AddSingleton(configuration).AddSingleton(connection).AddSingleton(time).AddRedisRegistry().BuildServiceProvider();
        try
        {
            var cluster = services.GetRequiredService<IOptions<RegistryOptions>>().Value.Cluster;
            await EnsureFreeAsync(services.GetRequiredService<IReplicaStore>(), setting, cluster, time, stop);
        }
        catch (OptionsValidationException problem)
        {
            throw new StartException(string.Join(Environment.NewLine, problem.Failures), ExitCode.Configuration);
        }
    }

    internal static async Task EnsureFreeAsync(IReplicaStore store, string setting, string cluster, TimeProvider time, CancellationToken stop)
    {
        var startedAt = time.GetTimestamp();
        while ((await store.ReadAsync(stop)).Orchestrator is { } other && !HasEnded(other.Name))
        {
            if (time.GetElapsedTime(startedAt) > OrchestratorReport.Lifetime)
            {
                throw new StartException(
                    $"{setting}: the AppHost {other.Name} keeps the servers of cluster '{cluster}' there: stop that one, or choose another cluster with --Registry:Cluster=NAME.");
            }

            await Task.Delay(Interval, time, stop);
        }
    }

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
