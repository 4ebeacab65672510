namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The arguments of the AppHost; the values are checked where they are read.</summary>
internal sealed record AppHostOptions
{
    /// <summary>How many servers are declared unless more are wanted.</summary>
    public const int DefaultMaxBackends = 10;

    /// <summary>How many servers run at the start.</summary>
    public int Backends { get; init; } = 3;

    /// <summary>How many servers can run at most; the dashboard starts and stops those past <see cref="Backends"/>.</summary>
    public int MaxBackends { get; init; } = DefaultMaxBackends;

    public int Gateways { get; init; } = 1;

    /// <summary>The port of the first gateway; the next ones take the ports after it.</summary>
    public int GatewayPort { get; init; } = 80;

    public int DashboardPort { get; init; } = 59987;

    /// <summary>The connection string of a Redis that runs already; <see langword="null"/> for a store of the AppHost's own.</summary>
    public string? Redis { get; init; }

    /// <summary>Where <see cref="Redis"/> was given.</summary>
    public string RedisSetting { get; init; } = RedisOption.OptionName;

    /// <summary>
    /// The store of the AppHost's own; <see langword="null"/> for a container where an engine runs, else the embedded one.
    /// </summary>
    public StoreKind? Store { get; init; }

    /// <summary>The volume in which the container store keeps its data; <see langword="null"/> for none.</summary>
    public string? RedisVolume { get; init; }

    /// <summary>Whether the servers run as containers of the repository's Dockerfile.</summary>
    public bool Containers { get; init; }

    /// <summary>The image that the servers run as containers of, instead of one that is built.</summary>
    public string? BackendImage { get; init; }

    /// <summary>The command of the container engine that runs, once it is known.</summary>
    public string? ContainerEngine { get; init; }

    /// <summary>Whether every line that a resource writes is shown, not only warnings and errors.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether servers are containers.</summary>
    public bool HasContainerServers => Containers || BackendImage is not null;
}
