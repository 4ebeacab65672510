using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The counters in Redis. A batch is one write conditioned on the source's previous sequence number, which is stored with the source's own
/// sum, so that a batch whose response was lost can be sent again without being counted twice. Thread-safe.
/// </summary>
internal sealed class RedisCounterStore(RegistryConnection connection, IOptions<RegistryOptions> options) : ICounterStore
{
    private const string Requests = ":requests";
    private const string Failures = ":failures";
    private const string SequenceField = "sequence";
    private static readonly TimeSpan SourceLifetime = TimeSpan.FromDays(7);

    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    private IDatabase Database => connection.Database;

    public async Task<CounterOutcome> AddAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        var source = _keys.Source(batch.Source);
        var write = new ConditionalWrite();
        write.RequireField(source, SequenceField, batch.Sequence == 1 ? RedisValue.Null : batch.Sequence - 1);
        write.SetFields(source, [new(SequenceField, batch.Sequence)]);
        foreach (var (id, counts) in batch.Deltas)
        {
            Increment(write, [_keys.Totals, source], id + Requests, counts.Requests);
            Increment(write, [_keys.Totals, source], id + Failures, counts.Failures);
        }

        write.Expire(source, SourceLifetime);
        if (await write.TryExecuteAsync(Database, cancellationToken))
        {
            return CounterOutcome.Counted;
        }

        var last = await Database.HashGetAsync(source, SequenceField).WaitAsync(cancellationToken);
        return last == batch.Sequence ? CounterOutcome.Counted : CounterOutcome.HistoryLost;
    }

    public async Task<CounterContribution> ReadContributionAsync(GatewayProcess source, CancellationToken cancellationToken)
    {
        var fields = await Database.HashGetAllAsync(_keys.Source(source)).WaitAsync(cancellationToken);
        var last = fields.FirstOrDefault(field => field.Name == SequenceField).Value;
        return last.TryParse(out long sequence) ? new(sequence, Sum(fields)) : CounterContribution.None;
    }

    public async Task<ImmutableDictionary<ServerId, ServerCounts>> ReadTotalsAsync(CancellationToken cancellationToken) =>
        Sum(await Database.HashGetAllAsync(_keys.Totals).WaitAsync(cancellationToken));

    private static void Increment(ConditionalWrite write, ReadOnlySpan<RedisKey> hashes, string field, long by)
    {
        foreach (var hash in by == 0 ? [] : hashes)
        {
            write.IncrementField(hash, field, by);
        }
    }

    private static ImmutableDictionary<ServerId, ServerCounts> Sum(HashEntry[] fields)
    {
        var sum = ImmutableDictionary.CreateBuilder<ServerId, ServerCounts>();
        foreach (var field in fields)
        {
            var name = field.Name.ToString();
            if (!field.Value.TryParse(out long value))
            {
                continue;
            }

            if (name.EndsWith(Requests, StringComparison.Ordinal))
            {
                Add(sum, new(name[..^Requests.Length]), new(value, 0));
            }
            else if (name.EndsWith(Failures, StringComparison.Ordinal))
            {
                Add(sum, new(name[..^Failures.Length]), new(0, value));
            }
        }

        return sum.ToImmutable();
    }

    private static void Add(ImmutableDictionary<ServerId, ServerCounts>.Builder sum, ServerId id, ServerCounts counts) =>
        sum[id] = sum.GetValueOrDefault(id) + counts;
}
