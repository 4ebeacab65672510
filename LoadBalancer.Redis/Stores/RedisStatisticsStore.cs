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
            Write(_keys.Statistics(interval.Index), interval.Source, StatisticsCodec.Encode(interval));
            if (interval.RequestLatency is { } latency)
            {
                Write(_keys.RequestLatency(interval.Index), interval.Source, RequestLatencyCodec.Encode(latency));
            }

            if (!interval.Causes.IsEmpty)
            {
                Write(_keys.Causes(interval.Index), interval.Source, CauseCodec.Encode(interval.Causes));
            }
        }

        await write.TryExecuteAsync(Database, cancellationToken);

        void Write(RedisKey key, GatewayProcess source, byte[] record)
        {
            write.SetFields(key, [new(source.Value, record)]);
            write.Expire(key, Lifetime);
        }
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

    /// <summary>
    /// Reads what a gateway writes together in the order of the keys, so that nothing that belongs to an interval is missing.
    /// </summary>
    private async Task<StatisticsInterval[]> ReadAsync(IDatabase database, long index)
    {
        var statistics = database.HashGetAllAsync(_keys.Statistics(index));
        var latencies = database.HashGetAllAsync(_keys.RequestLatency(index));
        var causes = database.HashGetAllAsync(_keys.Causes(index));
        var intervals = (await statistics).Select(field => Read(field, index)).OfType<StatisticsInterval>().ToArray();
        var latencyOf = (await latencies).ToDictionary(field => field.Name, field => field.Value);
        var causesOf = (await causes).ToDictionary(field => field.Name, field => field.Value);
        return
        [
            .. intervals.Select(interval => interval with
            {
                RequestLatency = latencyOf.TryGetValue(interval.Source.Value, out var latency)
                    ? RequestLatencyCodec.Decode(((ReadOnlyMemory<byte>)latency).Span)
                    : null,
                Causes = (causesOf.TryGetValue(interval.Source.Value, out var record)
                    ? CauseCodec.Decode(((ReadOnlyMemory<byte>)record).Span)
                    : null) ?? IntervalCauses.None,
            }),
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
