using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Events;

/// <summary>An event in the cluster.</summary>
/// <param name="At">The time, by the clock of the process that reports the event.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Server">The server that the event concerns; <see langword="null"/> if it concerns none.</param>
/// <param name="By">The process or person that caused or observed the event: a server, a gateway, or the name of an API key.</param>
/// <param name="Detail">Details for humans; may be empty.</param>
public sealed record ClusterEvent(DateTimeOffset At, ClusterEventKind Kind, ServerId? Server, string By, string Detail)
{
    /// <summary>
    /// The first of the servers that the event concerns, if there are several and <see cref="Server"/> is <see langword="null"/>;
    /// <see langword="null"/> if it names none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ServerId>? Servers { get; init; }

    /// <summary>The number of servers in addition to <see cref="Servers"/>; 0 or more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int OtherServers { get; init; }

    /// <summary>The gateway that the event concerns, by its name among the replicas; <see langword="null"/> if it concerns none.</summary>
    public GatewayId? Gateway { get; init; }

    /// <summary>Whether a person requested the change, so that it is also kept in <see cref="Changes.IChangeLog"/>. Not stored.</summary>
    [JsonIgnore]
    public bool IsByPerson { get; init; }
}
