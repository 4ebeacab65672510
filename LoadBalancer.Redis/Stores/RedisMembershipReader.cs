using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Stores;

/// <summary>
/// Converts the members hash to a membership. A record that cannot be used is skipped, with one warning for each distinct value. Identical
/// values are not parsed again, since an unchanged membership is read repeatedly. Thread-safe.
/// </summary>
internal sealed partial class RedisMembershipReader(ILogger<RedisMembershipReader> logger)
{
    public const string EpochField = "epoch";
    public const string VersionField = "version";
    public const string AlgorithmField = "algorithm";
    public const string ContinuesField = "continues";
    public const string ServerPrefix = "server:";
    private const int RememberedWarnings = 1_024;

    private readonly ConcurrentDictionary<string, string> _warned = new(StringComparer.Ordinal);
    private volatile LastRead _last = LastRead.Nothing;

    public StoredMembership Read(HashEntry[] fields)
    {
        var last = _last;
        if (AreSame(last.Fields, fields))
        {
            return last.Stored;
        }

        var (stored, servers) = Parse(fields, last.Servers);
        _last = new(fields, stored, servers);
        return stored;
    }

    /// <summary>
    /// Whether two hashes are identical byte for byte: values that are merely equal, such as numbers, cannot be used as the condition of a
    /// write.
    /// </summary>
    private static bool AreSame(HashEntry[] left, HashEntry[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!AreSame(left[i].Value, right[i].Value) || !AreSame(left[i].Name, right[i].Name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSame(RedisValue left, RedisValue right) =>
        ((ReadOnlyMemory<byte>)left).Span.SequenceEqual(((ReadOnlyMemory<byte>)right).Span);

    private (StoredMembership Stored, Dictionary<RedisValue, Server> Servers) Parse(
        HashEntry[] fields, Dictionary<RedisValue, Server> known)
    {
        var epoch = Epoch.None;
        var version = RedisValue.Null;
        PlacementAlgorithm? algorithm = null;
        ImmutableArray<MembershipVersion> continues = [];
        var servers = new Dictionary<RedisValue, Server>(fields.Length);
        foreach (var field in fields)
        {
            var name = field.Name.ToString();
            switch (name)
            {
                case EpochField:
                    epoch = new(field.Value.ToString());
                    break;
                case VersionField:
                    version = field.Value;
                    break;
                case AlgorithmField:
                    algorithm = ReadAlgorithm(field.Value);
                    break;
                case ContinuesField:
                    continues = OriginField.Read(field.Value.ToString());
                    break;
                case var _ when name.StartsWith(ServerPrefix, StringComparison.Ordinal):
                    AddServer(servers, known, new(name[ServerPrefix.Length..]), field.Value);
                    break;
                default:
                    WarnOnce(name, field.Value, "the field is unknown");
                    break;
            }
        }

        if (!version.TryParse(out long number) && fields.Length > 0)
        {
            WarnOnce(VersionField, version, "it is not a number; 0 is assumed");
        }

        return (new(new(epoch, number, servers.Values, algorithm, continues), version), servers);
    }

    private PlacementAlgorithm? ReadAlgorithm(RedisValue value)
    {
        if (Enum.TryParse<PlacementAlgorithm>(value.ToString(), out var algorithm) && Enum.IsDefined(algorithm))
        {
            return algorithm;
        }

        WarnOnce(AlgorithmField, value, "this build does not have this algorithm");
        return null;
    }

    /// <param name="servers">The servers by record; the server is added under its record, which contains its id.</param>
    /// <param name="known">The servers of earlier records.</param>
    /// <param name="id">The id in the name of the record's field.</param>
    /// <param name="json">The record.</param>
    private void AddServer(Dictionary<RedisValue, Server> servers, Dictionary<RedisValue, Server> known, ServerId id, RedisValue json)
    {
        if (known.TryGetValue(json, out var same) && same.Id == id)
        {
            servers[json] = same;
        }
        else if (ServerRecord.TryRead(id, (byte[]?)json ?? [], out var reason) is { } server)
        {
            servers[json] = server;
        }
        else
        {
            WarnOnce(id.Value, json, reason!);
        }
    }

    private void WarnOnce(string name, RedisValue content, string reason)
    {
        var text = content.ToString();
        if (_warned.TryGetValue(name, out var warned) && string.Equals(warned, text, StringComparison.Ordinal))
        {
            return;
        }

        if (_warned.Count >= RememberedWarnings)
        {
            _warned.Clear();
        }

        _warned[name] = text;
        LogSkipped(name, reason);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Skipped the record '{Name}' in Redis: {Reason}")]
    private partial void LogSkipped(string name, string reason);

    /// <param name="Fields">The fields that were read.</param>
    /// <param name="Stored">The membership parsed from them.</param>
    /// <param name="Servers">The servers by record.</param>
    private sealed record LastRead(HashEntry[] Fields, StoredMembership Stored, Dictionary<RedisValue, Server> Servers)
    {
        public static readonly LastRead Nothing = new([], new(MembershipSnapshot.Empty, RedisValue.Null), []);
    }
}
