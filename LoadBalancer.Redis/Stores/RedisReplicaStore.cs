using System.Text.Json;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>The wanted number of servers in Redis. An orchestrator's report expires by Redis's clock. Thread-safe.</summary>
internal sealed class RedisReplicaStore(
    RegistryConnection connection, IOptions<RegistryOptions> options, TimeProvider timeProvider) : IReplicaStore
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    private IDatabase Database => connection.Database;

    public async Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var values = await Database.StringGetAsync([_keys.WantedReplicas, _keys.Orchestrator]).WaitAsync(cancellationToken);
        return new(ReadWanted(values[0]), ReadReport(values[1]));
    }

    public async Task SetWantedAsync(int count, string by, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(count);
        var backOff = new ContentionBackOff(timeProvider);
        while (true)
        {
            var stored = await Database.StringGetAsync(_keys.WantedReplicas).WaitAsync(cancellationToken);
            if (ReadWanted(stored) == count)
            {
                return;
            }

            var write = new ConditionalWrite();
            SetWanted(write, stored, count, by, isByPerson: true);
            if (await write.TryExecuteAsync(Database, cancellationToken))
            {
                return;
            }

            await backOff.WaitAsync(cancellationToken);
        }
    }

    public async Task<OrchestratorReport> ReportAsync(OrchestratorReport report, int? wanted, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(report, wanted);
        var backOff = new ContentionBackOff(timeProvider);
        while (true)
        {
            var stored = await Database.StringGetAsync([_keys.WantedReplicas, _keys.Orchestrator]).WaitAsync(cancellationToken);
            if (ReadReport(stored[1]) is { } present && !present.IsBySameAs(report))
            {
                return present;
            }

            var write = new ConditionalWrite();
            write.RequireString(_keys.Orchestrator, stored[1]);
            write.SetString(
                _keys.Orchestrator, JsonSerializer.SerializeToUtf8Bytes(report, RegistryJson.Default.OrchestratorReport),
                OrchestratorReport.Lifetime);
            if (wanted is { } count && count != ReadWanted(stored[0]))
            {
                SetWanted(write, stored[0], count, report.Name, isByPerson: false);
            }

            if (await write.TryExecuteAsync(Database, cancellationToken))
            {
                return report;
            }

            await backOff.WaitAsync(cancellationToken);
        }
    }

    private void SetWanted(ConditionalWrite write, RedisValue stored, int count, string by, bool isByPerson)
    {
        write.RequireString(_keys.WantedReplicas, stored);
        write.SetString(_keys.WantedReplicas, count);
        EventRecord.Append(
            write, _keys, [ReplicaCount.Changed(ReadWanted(stored), count, by, timeProvider.GetUtcNow()) with { IsByPerson = isByPerson }]);
    }

    /// <summary>Reads the wanted number; a value in an unknown format counts as absent.</summary>
    private static int? ReadWanted(RedisValue value) =>
        value.TryParse(out int count) && count is >= IReplicaStore.Fewest and <= IReplicaStore.Most ? count : null;

    /// <summary>Reads a report; one that is not JSON, or that lacks a member or has one out of range, counts as absent.</summary>
    private static OrchestratorReport? ReadReport(RedisValue value)
    {
        try
        {
            var report = value.IsNull ? null : JsonSerializer.Deserialize((byte[])value!, RegistryJson.Default.OrchestratorReport);
            return report is null || ReplicaRules.Check(report) is not null ? null : report;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
