using System.Text.Json;
using LoadBalancer.Registry.Replicas;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>The wanted number of servers in Redis. An orchestrator's report expires by Redis's clock. Thread-safe.</summary>
internal sealed class RedisReplicaStore(IConnectionMultiplexer connection, IOptions<RegistryOptions> options, TimeProvider timeProvider) : IReplicaStore
{
    private const int MaxAttempts = 64;

    private readonly RedisKeys _keys = new(options.Value.Cluster);

    private IDatabase Database => connection.GetDatabase();

    public async Task<ReplicaStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var values = await Database.StringGetAsync([_keys.WantedReplicas, _keys.Orchestrator]).WaitAsync(cancellationToken);
        return new(ReadWanted(values[0]), ReadReport(values[1]));
    }

    public async Task SetWantedAsync(int count, string by, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(count);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await Database.StringGetAsync(_keys.WantedReplicas).WaitAsync(cancellationToken);
            if (ReadWanted(stored) == count || await TryWriteAsync(stored, count, by, cancellationToken))
            {
                return;
            }
        }

        throw new RegistryContentionException();
    }

    public Task ReportAsync(OrchestratorReport report, CancellationToken cancellationToken)
    {
        ReplicaCount.Check(report);
        return Database
            .StringSetAsync(_keys.Orchestrator, JsonSerializer.SerializeToUtf8Bytes(report, RegistryJson.Default.OrchestratorReport), OrchestratorReport.Lifetime)
            .WaitAsync(cancellationToken);
    }

    private async Task<bool> TryWriteAsync(RedisValue stored, int count, string by, CancellationToken cancellationToken)
    {
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(stored.IsNull ? Condition.KeyNotExists(_keys.WantedReplicas) : Condition.StringEqual(_keys.WantedReplicas, stored));
        Task[] queued =
        [
            transaction.StringSetAsync(_keys.WantedReplicas, count),
            .. EventRecord.Append(transaction, _keys, [ReplicaCount.Changed(ReadWanted(stored), count, by, timeProvider.GetUtcNow())]),
        ];
        if (!await transaction.ExecuteAsync().WaitAsync(cancellationToken))
        {
            return false;
        }

        await Task.WhenAll(queued);
        return true;
    }

    /// <summary>A value that no build writes counts as no value.</summary>
    private static int? ReadWanted(RedisValue value) =>
        value.TryParse(out int count) && count is >= IReplicaStore.Fewest and <= IReplicaStore.Most ? count : null;

    /// <summary>A report that no build writes counts as no report: one that is not JSON, or that lacks a member or has it out of range.</summary>
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
