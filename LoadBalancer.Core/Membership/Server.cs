namespace LoadBalancer.Core.Membership;

/// <summary>One HTTP server behind the gateway, as the membership records it. Immutable.</summary>
public sealed record Server
{
    /// <summary>The server's name, unique in the cluster; see <see cref="ServerRules.CheckId"/>. Decides where its points lie.</summary>
    public required string Id { get; init; }

    /// <summary>Where gateways reach it: absolute <c>http</c> or <c>https</c>, no query, no trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Its share relative to other servers: <see cref="ServerRules.MinWeight"/> to <see cref="ServerRules.MaxWeight"/>, by default
    /// <see cref="ServerRules.DefaultWeight"/>.
    /// </summary>
    public int Weight { get; init; } = ServerRules.DefaultWeight;

    /// <summary>
    /// What gateways probe: the path of its health endpoint, or <see cref="ServerRules.TcpHealthCheck"/> for whether it accepts a
    /// connection; <see langword="null"/> for the path in the gateways' settings.
    /// </summary>
    public string? HealthCheck { get; init; }

    /// <summary>Whether it takes new requests.</summary>
    public ServerState State { get; init; }

    /// <summary>
    /// The process that registered it and keeps its lease, or <see langword="null"/> for a server that an operator
    /// added and that stays until it is removed.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>
    /// How long the server stays without being renewed, as its <see cref="Instance"/> asked for; <see langword="null"/>
    /// where none is recorded. Part of the record, so that it is known when the lease itself is gone.
    /// </summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>When this instance joined, by the clock of whoever recorded it.</summary>
    public DateTimeOffset Since { get; init; }
}
