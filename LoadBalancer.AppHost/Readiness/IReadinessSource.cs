using System.Collections.Immutable;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>What is known of the resources that have to be ready.</summary>
internal interface IReadinessSource
{
    /// <summary>The gateways.</summary>
    ImmutableArray<string> Gateways { get; }

    /// <summary>All resources that are started and have a health check, the gateways among them.</summary>
    ImmutableArray<string> Checked { get; }

    /// <summary>Whether a resource runs and its health checks pass.</summary>
    bool IsHealthy(string resource);

    /// <summary>How many servers a gateway can place a request on.</summary>
    /// <returns><see langword="null"/> while the gateway does not respond that it is healthy.</returns>
    Task<int?> CountUsableAsync(string gateway, CancellationToken stop);

    /// <summary>Where users go, separated by commas.</summary>
    string Addresses { get; }
}
