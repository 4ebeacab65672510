using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Tail;

/// <summary>What a gateway sends at once, also when there is nothing new, so that its silence means something. Immutable.</summary>
public sealed record TailBatch
{
    /// <summary>The version of the format that this build writes.</summary>
    public const int Version = 1;

    /// <summary>The greatest length in bytes.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>The version of the format.</summary>
    public int V { get; init; }

    /// <summary>The gateway.</summary>
    public GatewayId Gateway { get; init; }

    /// <summary>The texts of the filters that the gateway applies.</summary>
    public ImmutableArray<string> Filters { get; init; } = [];

    /// <summary>For each filter, how many requests have passed it since the last batch, whether or not they are in one.</summary>
    public ImmutableArray<long> Seen { get; init; } = [];

    /// <summary>How many lines were lost since the last batch because there were too many bytes.</summary>
    public long Dropped { get; init; }

    /// <summary>The requests; the last member, since gateways write them as they are.</summary>
    public ImmutableArray<TailLine> Lines { get; init; } = [];

    /// <summary>Whether this build can read the rest; otherwise only <see cref="Gateway"/> is meaningful.</summary>
    [JsonIgnore]
    public bool IsReadable =>
        V == Version && !Filters.IsDefault && !Seen.IsDefault && !Lines.IsDefault && Seen.Length == Filters.Length;
}
