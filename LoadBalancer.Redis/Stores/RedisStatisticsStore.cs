using System.Collections.Immutable;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Statistics;
using LoadBalancer.Core.Names;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The statistics in Redis: a hash for each interval with a field for each gateway, which expires by Redis's clock. At most 187 intervals ×
/// gateways × (servers of about 140 bytes and 6 KB of keys): 64 MB at 10 × 200, all busy (docs/adr/0009). What earlier builds do not know
/// is in hashes of its own (docs/adr/0043). Thread-safe.
/// </summary>
internal sealed partial class RedisStatisticsStore(
    RegistryConnection connection, IOptions<RegistryOptions> options, ILogger<RedisStatisticsStore> logger) : IStatisticsStore
{
    private static readonly TimeSpan Lifetime = StatisticsClock.Longest + TimeSpan.FromMinutes(1);

    private readonly RedisKeys _keys = new(options.Value.ClusterName);
    private int _hasLogged;

    private IDatabase Database => connection.Database;

    public async Task WriteAsync(IReadOnlyCollection<StatisticsInterval> intervals, CancellationToken cancellationToken)
    {
        if (intervals.Count == 0)
        {
            return;
        }

        var write = new ConditionalWrite();
        foreach (var interval in intervals)
        {
            var key = _keys.Statistics(interval.Index);
            write.SetFields(key, [new(interval.Source.Value, StatisticsCodec.Encode(interval))]);
            write.Expire(key, Lifetime);
            if (interval.RequestLatency is { Count: > 0 } latency)
            {
                var latencyKey = _keys.RequestLatency(interval.Index);
                write.SetFields(latencyKey, [new(interval.Source.Value, RequestLatencyCodec.Encode(latency))]);
                write.Expire(latencyKey, Lifetime);
            }
        }

        await write.TryExecuteAsync(Database, cancellationToken);
    }

    public async Task<ImmutableArray<StatisticsInterval>> ReadAsync(long first, long last, CancellationToken cancellationToken)
    {
        var database = Database;
        var reads = new List<Task<StatisticsInterval[]>>();
        for (var index = first; index <= last; index++)
        {
            reads.Add(ReadAsync(database, index));
        }

        return [.. (await Task.WhenAll(reads).WaitAsync(cancellationToken)).SelectMany(intervals => intervals)];
    }

    /// <summary>Reads what a gateway writes together in the order of the keys, so that nothing that belongs to an interval is missing.</summary>
    private async Task<StatisticsInterval[]> ReadAsync(IDatabase database, long index)
    {
        var statistics = database.HashGetAllAsync(_keys.Statistics(index));
        var latencies = database.HashGetAllAsync(_keys.RequestLatency(index));
        var intervals = (await statistics).Select(field => Read(field, index)).OfType<StatisticsInterval>().ToArray();
        var latencyOf = (await latencies).ToDictionary(field => field.Name, field => field.Value);
        return
        [
            .. intervals.Select(interval => latencyOf.TryGetValue(interval.Source.Value, out var latency)
                ? interval with { RequestLatency = RequestLatencyCodec.Decode(((ReadOnlyMemory<byte>)latency).Span) }
                : interval),
        ];
    }

    private StatisticsInterval? Read(HashEntry field, long index)
    {
        var source = new GatewayProcess(field.Name.ToString());
        var interval = StatisticsCodec.Decode(source, index, ((ReadOnlyMemory<byte>)field.Value).Span);
        if (interval is null && Interlocked.Exchange(ref _hasLogged, 1) == 0)
        {
            LogUnreadable(source, index);
        }

        return interval;
    }

    [LoggerMessage(2401, LogLevel.Warning,
        "The statistics of {Source} in interval {Index} cannot be read and are skipped; further occurrences are not logged")]
    private partial void LogUnreadable(GatewayProcess source, long index);
}
