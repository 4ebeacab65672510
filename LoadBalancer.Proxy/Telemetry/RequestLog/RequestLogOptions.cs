using LoadBalancer.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>The log of requests. Configuration section <c>Gateway:RequestLog</c>.</summary>
internal sealed partial class RequestLogOptions
{
    public const string Section = $"{GatewaySection.Name}:RequestLog";

    /// <summary>The file that requests are logged to, which no other gateway may use; relative to the working directory.</summary>
    /// <value>None: nothing is logged. Under the AppHost <c>logs/requests.log</c>.</value>
    [FilePath]
    public string? Path { get; set; }

    /// <summary>The fields of each line.</summary>
    /// <value>All.</value>
    [FieldName]
    public string[]? Fields { get; set; }

    /// <summary>The size in bytes at which a new file is started.</summary>
    [Between(4 * 1024, 1L << 40, ZeroIsOff = true)]
    public long RollBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The age at which a new file is started.</summary>
    [Between("00:01:00", "365.00:00:00", ZeroIsOff = true)]
    public TimeSpan RollAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many earlier files are kept; <c>requests.log.1</c> is the newest of them.</summary>
    [Between(1, 1_000)]
    public int Keep { get; set; } = 5;

    /// <summary>How many bytes of lines may wait to be written; further lines are dropped and counted.</summary>
    [Between(64 * 1024, 256 * 1024 * 1024)]
    public int Buffer { get; set; } = 4 * 1024 * 1024;

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<RequestLogOptions>;
}
