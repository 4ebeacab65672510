using LoadBalancer.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Endpoints;

/// <summary>Where the gateway's own endpoints are: below which path, and on which listeners. Everything else is proxied.</summary>
internal sealed class OwnEndpoints(IOptions<GatewayOptions> options)
{
    /// <summary>Their paths, below the prefix.</summary>
    public static readonly string[] Paths = ["/healthcheck", "/stats"];

    /// <summary>What their paths begin with; empty by default.</summary>
    public string Prefix { get; } = options.Value.ManagementPath ?? "";

    /// <summary>Whether they have a port to themselves.</summary>
    public bool HavePort { get; } = options.Value.ManagementPort is not null;

    /// <summary>Whether a request is for one of them.</summary>
    public static bool IsFor(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<OwnEndpoint>() is not null;
}
