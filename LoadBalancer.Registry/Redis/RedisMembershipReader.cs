using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.Registry.Redis;

/// <summary>Turns the members hash into a membership. A record that cannot be used is skipped with one warning for each content it has.</summary>
internal sealed partial class RedisMembershipReader(ILogger<RedisMembershipReader> logger)
{
    public const string EpochField = "epoch";
    public const string VersionField = "version";
    public const string AlgorithmField = "algorithm";
    public const string ContinuesField = "continues";
    public const string ServerPrefix = "server:";
    private const int RememberedWarnings = 1_024;

    private readonly ConcurrentDictionary<string, string> _warned = new(StringComparer.Ordinal);

    public StoredMembership Read(HashEntry[] fields)
    {
        var epoch = "";
        var version = RedisValue.Null;
        PlacementAlgorithm? algorithm = null;
        ImmutableArray<MembershipVersion> continues = [];
        var servers = new List<Server>(fields.Length);
        foreach (var field in fields)
        {
            var name = field.Name.ToString();
            switch (name)
            {
                case EpochField:
                    epoch = field.Value.ToString();
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
                    AddServer(servers, name[ServerPrefix.Length..], field.Value);
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

        return new(new(epoch, number, servers, algorithm, continues), version);
    }

    private PlacementAlgorithm? ReadAlgorithm(RedisValue value)
    {
        if (Enum.TryParse<PlacementAlgorithm>(value.ToString(), out var algorithm) && Enum.IsDefined(algorithm))
        {
            return algorithm;
        }

        WarnOnce(AlgorithmField, value, "this build has no such algorithm");
        return null;
    }

    private void AddServer(List<Server> servers, string id, RedisValue json)
    {
        if (ServerRecord.TryRead(id, (byte[]?)json ?? [], out var reason) is { } server)
        {
            servers.Add(server);
        }
        else
        {
            WarnOnce(id, json, reason!);
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
}
