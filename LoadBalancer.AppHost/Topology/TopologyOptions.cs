namespace LoadBalancer.AppHost.Topology;

/// <summary>What the user may choose about the topology; the values are checked where they are read.</summary>
internal sealed record TopologyOptions
{
    public const string NoWarmUp = "00:00:00";

    public int Backends { get; init; } = 3;

    public int Gateways { get; init; } = 1;

    /// <summary>The port of the first gateway; the next ones take the ports after it.</summary>
    public int GatewayPort { get; init; } = 80;

    /// <summary>The port of the dashboard.</summary>
    public int DashboardPort { get; init; } = 59987;

    /// <summary>The port of the first gateway's own endpoints, where they have one to themselves; the next ones take the ports after it.</summary>
    public int? ManagementPort { get; init; }

    /// <summary>The path that gateways' own endpoints are below; empty for none.</summary>
    public string ManagementPath { get; init; } = "";

    /// <summary>Where the first gateway logs requests, relative to the working directory; empty for nowhere.</summary>
    public string RequestLog { get; init; } = RequestLogPath.Default;

    /// <summary>How long gateways warm up before they are ready: who develops wants to begin at once.</summary>
    public string WarmUp { get; init; } = NoWarmUp;

    /// <summary>Whether the environment has a key for the dashboard: only then it listens on every interface, not on loopback alone.</summary>
    public bool HasDashboardKey { get; init; }

    /// <summary>Connection string of a real Redis; null for the store that the orchestrator brings along.</summary>
    public string? Redis { get; init; }

    /// <summary>Where the orchestrator's own Redis keeps its data from one start to the next; null for nowhere. Under Aspire only.</summary>
    public string? RedisVolume { get; init; }

    /// <summary>What files are written for instead of starting anything; null for azd's manifest. Under Aspire only.</summary>
    public PublishTarget? PublishTo { get; init; }
}
