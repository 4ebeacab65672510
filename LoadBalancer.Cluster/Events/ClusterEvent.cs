using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LoadBalancer.Cluster.Events;

/// <summary>Something that has happened in the cluster.</summary>
/// <param name="At">When, by the clock of whoever tells it.</param>
/// <param name="Kind">What.</param>
/// <param name="Server">The server that it happened to; <see langword="null"/> where it was none.</param>
/// <param name="By">Who caused it or saw it: a server, a gateway, the name of an API key.</param>
/// <param name="Detail">More, for a person; may be empty.</param>
public sealed record ClusterEvent(DateTimeOffset At, ClusterEventKind Kind, string? Server, string By, string Detail)
{
    /// <summary>
    /// The first of the servers that it happened to, where there were several and <see cref="Server"/> is <see langword="null"/>;
    /// <see langword="null"/> where it names none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Servers { get; init; }

    /// <summary>How many servers there were besides <see cref="Servers"/>; 0 or more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int OtherServers { get; init; }

    /// <summary>The gateway that it happened to, by its name among the replicas; <see langword="null"/> where it was none.</summary>
    public string? Gateway { get; init; }

    /// <summary>
    /// Whether a person asked for it, so that it is kept in <see cref="Changes.IChangeLog"/> too. Not written to the store.
    /// </summary>
    [JsonIgnore]
    public bool IsByPerson { get; init; }
}
