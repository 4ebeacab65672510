using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LoadBalancer.Cluster.Gateways;

/// <summary>What the process of a gateway is, and what it uses, for display. Immutable.</summary>
/// <param name="Build">The version of the build.</param>
/// <param name="Connections">The number of open connections of clients over TCP.</param>
/// <param name="CpuCores">The number of processor cores in use, on average over the last five seconds or more.</param>
/// <param name="MemoryBytes">The resident memory.</param>
/// <param name="MemoryLimitBytes">The limit of the resident memory: the container's, or otherwise the machine's memory.</param>
public sealed record GatewayFacts(string Build, int Connections, double CpuCores, long MemoryBytes, long MemoryLimitBytes)
{
    /// <summary>The greatest number of <see cref="Urls"/> in a report.</summary>
    public const int MostUrls = 8;

    /// <summary>The addresses that it listens on, <see cref="MostUrls"/> at most.</summary>
    public ImmutableArray<string> Urls
    {
        get;
        init => field = value.IsDefault ? [] : value;
    }
    = [];

    /// <summary>The fraction of the limit that <see cref="MemoryBytes"/> is; 0 if the limit is unknown.</summary>
    [JsonIgnore]
    public double MemoryUsed => MemoryLimitBytes > 0 ? (double)MemoryBytes / MemoryLimitBytes : 0;
}
