using LoadBalancer.Cluster.Events;

namespace LoadBalancer.Dashboard.Api.Responses;

/// <summary>An event.</summary>
/// <param name="At">The time of the event.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Server">The server that the event concerns; absent if it concerns none, or several.</param>
/// <param name="Gateway">The gateway that the event concerns; absent if it concerns none.</param>
/// <param name="By">The process or person that caused or observed the event: a server, a gateway, or the name of a key.</param>
/// <param name="Detail">Details for humans.</param>
internal sealed record EventResponse(
    DateTimeOffset At,
    [property: ValuesOf(typeof(ClusterEventKind))] string Kind,
    string? Server,
    string? Gateway,
    string By,
    string Detail)
{
    /// <summary>The first of the servers that the event concerns, if there are several; otherwise absent.</summary>
    public IReadOnlyList<string>? Servers { get; init; }

    /// <summary>The number of further servers; absent if <see cref="Servers"/> contains all.</summary>
    public int? OtherServers { get; init; }

    public static EventResponse Of(ClusterEvent happened) => new(
        happened.At, happened.Kind.ToString(), happened.Server?.Value, happened.Gateway?.Value, happened.By, happened.Detail)
    {
        Servers = happened.Servers is { } servers ? [.. servers.Select(server => server.Value)] : null,
        OtherServers = happened.OtherServers > 0 ? happened.OtherServers : null,
    };
}
