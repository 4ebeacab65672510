using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>Something that has happened.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Server">The server that it happened to; absent where it was none, or several.</param>
/// <param name="Gateway">The gateway that it happened to; absent where it was none.</param>
/// <param name="By">Who caused it or saw it: a server, a gateway, the name of a key.</param>
/// <param name="Detail">More, for a person.</param>
internal sealed record EventResponse(DateTimeOffset At, string Kind, string? Server, string? Gateway, string By, string Detail)
{
    /// <summary>The first of the servers that it happened to, where there were several; otherwise absent.</summary>
    public IReadOnlyList<string>? Servers { get; init; }

    /// <summary>How many more there were; absent where <see cref="Servers"/> has all.</summary>
    public int? OtherServers { get; init; }

    public static EventResponse Of(ClusterEvent happened) => new(
        happened.At, happened.Kind.ToString(), happened.Server, happened.Gateway, happened.By, happened.Detail)
    {
        Servers = happened.Servers,
        OtherServers = happened.OtherServers > 0 ? happened.OtherServers : null,
    };
}
