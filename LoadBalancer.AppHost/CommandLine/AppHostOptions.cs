namespace LoadBalancer.AppHost.CommandLine;

/// <summary>The arguments of the AppHost, which are checked when they are parsed.</summary>
internal sealed record AppHostOptions
{
    /// <summary>The number of servers that are declared, unless more are requested.</summary>
    public const int DefaultMaxBackends = 10;

    /// <summary>The number of servers that run at the start.</summary>
    public int Backends { get; init; } = 3;

    /// <summary>The largest number of servers that can run; the dashboard starts and stops those beyond <see cref="Backends"/>.</summary>
    public int MaxBackends { get; init; } = DefaultMaxBackends;

    public int Gateways { get; init; } = 1;

    /// <summary>The port of the first gateway; the other gateways use the ports after it.</summary>
    public int GatewayPort { get; init; } = 80;

    public int DashboardPort { get; init; } = 59987;

    /// <summary>The connection string of an existing Redis; <see langword="null"/> if the AppHost starts a store.</summary>
    public string? Redis { get; init; }

    /// <summary>The argument or setting that <see cref="Redis"/> came from.</summary>
    public string RedisSetting { get; init; } = RedisOption.OptionName;

    /// <summary>
    /// The store that the AppHost starts; <see langword="null"/> for Redis in a container if a container engine is running, else the
    /// embedded store.
    /// </summary>
    public StoreKind? Store { get; init; }

    /// <summary>The volume in which the container store keeps its data; <see langword="null"/> for none.</summary>
    public string? RedisVolume { get; init; }

    /// <summary>Whether the servers run as containers that are built from the repository's Dockerfile.</summary>
    public bool Containers { get; init; }

    /// <summary>The existing image that the servers run from as containers; <see langword="null"/> for none.</summary>
    public string? BackendImage { get; init; }

    /// <summary>The command of the running container engine, once it is known.</summary>
    public string? ContainerEngine { get; init; }

    /// <summary>Whether every line that a resource writes is shown, instead of warnings and errors only.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether the servers run as containers.</summary>
    public bool HasContainerServers => Containers || BackendImage is not null;
}
