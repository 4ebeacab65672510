namespace LoadBalancer.Core.Membership;

/// <summary>An HTTP server behind the gateways, as recorded in the membership. Immutable.</summary>
public sealed record Server
{
    /// <summary>
    /// The server's name. Determines the positions of its points.
    /// </summary>
    public required ServerId Id { get; init; }

    /// <summary>The URL at which gateways reach it: absolute <c>http</c> or <c>https</c>, no query, no trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Its share relative to other servers: <see cref="ServerRules.MinWeight"/> to <see cref="ServerRules.MaxWeight"/>, by default
    /// <see cref="ServerRules.DefaultWeight"/>.
    /// </summary>
    public int Weight { get; init; } = ServerRules.DefaultWeight;

    /// <summary>
    /// The health check: the path of its health endpoint, or <see cref="ServerRules.TcpHealthCheck"/> to check only whether it accepts a
    /// connection; <see langword="null"/> for the path in the gateways' settings.
    /// </summary>
    public string? HealthCheck { get; init; }

    /// <summary>Whether it takes new requests.</summary>
    public ServerState State { get; init; }

    /// <summary>
    /// The process that registered it and holds its lease, or <see langword="null"/> for a server that an operator added and that stays
    /// until it is removed.
    /// </summary>
    public string? Instance { get; init; }

    /// <summary>
    /// How long the server stays a member without a renewal, as requested by its <see cref="Instance"/>; <see langword="null"/> if none is
    /// recorded. Part of the record, so that it is known after the lease itself has expired.
    /// </summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>
    /// The version of the server's program, for display; <see langword="null"/> if it is unknown, as for a server that an operator added.
    /// </summary>
    public string? Build { get; init; }

    /// <summary>
    /// When this instance joined, by the store's clock. Servers and dashboards of earlier builds recorded it by their own clock.
    /// </summary>
    public DateTimeOffset Since { get; init; }
}
