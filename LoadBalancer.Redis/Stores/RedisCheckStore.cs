using System.Collections.Immutable;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;
using LoadBalancer.Redis.Connections;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// The last checks in Redis: a hash for each minute with a field for each process, about 200 bytes, which expires by Redis's clock. Fields
/// of a hash do not expire by themselves, so without the minutes those of servers that have left would stay. Thread-safe.
/// </summary>
internal sealed class RedisCheckStore(RegistryConnection connection, IOptions<RegistryOptions> options) : ICheckStore
{
    private readonly RedisKeys _keys = new(options.Value.ClusterName);

    public async Task WriteAsync(DateTimeOffset now, IReadOnlyCollection<ServerCheck> checks, CancellationToken cancellationToken)
    {
        if (checks.Count == 0)
        {
            return;
        }

        var key = _keys.Checks(CheckClock.MinuteOf(now));
        var write = new ConditionalWrite();
        write.SetFields(key, checks.Select(check => new HashEntry(check.Process.Value, CheckCodec.Encode(check))));
        write.Expire(key, ICheckStore.Lifetime);
        await write.TryExecuteAsync(connection.Database, cancellationToken);
    }

    public async Task<ImmutableDictionary<ServerProcess, ServerCheck>> ReadAsync(
        DateTimeOffset now, IReadOnlyCollection<ServerProcess> processes, CancellationToken cancellationToken)
    {
        var (database, minute) = (connection.Database, CheckClock.MinuteOf(now));
        var names = processes.Distinct().ToArray();
        var reads = names.Select(name => (
            Present: database.HashGetAsync(_keys.Checks(minute), name.Value),
            Past: database.HashGetAsync(_keys.Checks(minute - 1), name.Value))).ToArray();
        await Task.WhenAll(reads.SelectMany(read => new[] { read.Present, read.Past })).WaitAsync(cancellationToken);
        var checks = ImmutableDictionary.CreateBuilder<ServerProcess, ServerCheck>();
        foreach (var (name, read) in names.Zip(reads))
        {
            if ((CheckCodec.Decode(name, await read.Present) ?? CheckCodec.Decode(name, await read.Past)) is { } check)
            {
                checks[name] = check;
            }
        }

        return checks.ToImmutable();
    }
}
