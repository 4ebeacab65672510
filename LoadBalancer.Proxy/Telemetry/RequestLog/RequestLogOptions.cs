using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The log of requests. Configuration section <c>Gateway:RequestLog</c>.</summary>
internal sealed class RequestLogOptions
{
    public const string Section = $"{GatewaySection.Name}:RequestLog";

    /// <summary>
    /// The file, this gateway's alone; a relative path is one from the working directory. Default none: nothing is logged.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>The fields of a line, by the names that they have there; default all.</summary>
    public string[]? Fields { get; set; }

    /// <summary>The size from which on a new file is begun, in bytes: 4,096 to 2^40, default 100 MiB; 0 for never.</summary>
    public long RollBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The age from which on a new file is begun: 1 min to 365 days, default 1 day; 0 for never.</summary>
    public TimeSpan RollAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many earlier files are kept: 1 to 1,000, default 5.</summary>
    public int Keep { get; set; } = 5;

    /// <summary>Bytes of lines that may wait to be written; what is more is dropped: 64 KiB to 256 MiB, default 4 MiB.</summary>
    public int Buffer { get; set; } = 4 * 1024 * 1024;
}
