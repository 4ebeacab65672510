using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Listening;

/// <summary>Where the gateway's own endpoints are: below which path, and on which listeners. Everything else is proxied.</summary>
internal sealed class OwnEndpoints(IOptions<ListeningOptions> options)
{
    /// <summary>The metrics' path, below the prefix.</summary>
    public const string MetricsPath = "/metrics";

    private static readonly string[] PlainPaths = ["/healthcheck", "/stats"];

    /// <summary>Their paths, below the prefix.</summary>
    public IReadOnlyList<string> Paths { get; } = options.Value is { ManagementPort: null, ManagementPath: null }
        ? PlainPaths
        : [.. PlainPaths, MetricsPath];

    /// <summary>What their paths begin with; empty by default.</summary>
    public string Prefix { get; } = options.Value.ManagementPath ?? "";

    /// <summary>Whether they have a port to themselves.</summary>
    public bool HavePort { get; } = options.Value.ManagementPort is not null;

    /// <summary>
    /// Whether metrics are among them: only where they have a port or a path of their own, since many a server has its own
    /// <c>/metrics</c>, and they are not for the public.
    /// </summary>
    public bool HaveMetrics => Paths.Contains(MetricsPath);

    /// <summary>The same, of settings that nobody has checked yet: what collects metrics is put together before they are.</summary>
    public static bool WantMetrics(IConfiguration section) =>
        !string.IsNullOrEmpty(section[nameof(ListeningOptions.ManagementPort)])
        || !string.IsNullOrEmpty(section[nameof(ListeningOptions.ManagementPath)]);

    /// <summary>Whether a request is for one of them, before it is routed.</summary>
    public bool Take(HttpContext context) => HavePort
        ? context.Features.Get<Listener>() is { IsManagement: true }
        : Paths.Any(path => context.Request.Path.Equals(Prefix + path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a request is for one of them.</summary>
    public static bool IsFor(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OwnEndpoint>() is not null;
}
