using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>The location of the gateway's own endpoints: the path prefix and the listeners. Everything else is proxied.</summary>
internal sealed class OwnEndpoints(IOptions<ListeningOptions> options)
{
    /// <summary>The path of the metrics, below the prefix.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>The path of the statistics, below the prefix.</summary>
    public const string StatsPath = "/stats";

    private static readonly string[] PlainPaths = ["/healthcheck", StatsPath];

    /// <summary>The paths of the endpoints, below the prefix.</summary>
    public IReadOnlyList<string> Paths { get; } = options.Value is { ManagementPort: null, ManagementPath: null }
        ? PlainPaths
        : [.. PlainPaths, MetricsPath];

    /// <summary>The paths of the endpoints, below the prefix, that the ports for clients serve.</summary>
    public IReadOnlyList<string> PublicPaths => !HavePort ? Paths : HavePublicStats ? [StatsPath] : [];

    /// <summary>The path prefix; empty by default.</summary>
    public string Prefix { get; } = options.Value.ManagementPath ?? "";

    /// <summary>Whether the endpoints have a dedicated port.</summary>
    public bool HavePort { get; } = options.Value.ManagementPort is not null;

    /// <summary>Whether the statistics are not restricted to that port.</summary>
    public bool HavePublicStats { get; } = options.Value.PublicStats;

    /// <summary>
    /// Whether the endpoints include metrics. They do only with a dedicated port or path, since many servers have their own
    /// <c>/metrics</c>, and the gateway's metrics are not public.
    /// </summary>
    public bool HaveMetrics => Paths.Contains(MetricsPath);

    /// <summary>
    /// Whether the endpoints include metrics, read from settings that have not been validated; metrics collection is configured before
    /// validation.
    /// </summary>
    public static bool WantMetrics(IConfiguration section) =>
        !string.IsNullOrEmpty(section[nameof(ListeningOptions.ManagementPort)])
        || !string.IsNullOrEmpty(section[nameof(ListeningOptions.ManagementPath)]);

    /// <summary>Whether a request is for one of the endpoints. Works before routing.</summary>
    public bool Take(HttpContext context) =>
        context.Features.Get<Listener>() is { IsManagement: true }
        || PublicPaths.Any(path => context.Request.Path.Equals(Prefix + path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a request is for one of the endpoints. Works after routing.</summary>
    public static bool IsFor(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OwnEndpoint>() is not null;
}
