using System.Collections.Immutable;

namespace LoadBalancer.AppHost.Readiness;

/// <summary>Provides the state of the resources that have to be ready.</summary>
internal interface IReadinessSource
{
    /// <summary>The names of the gateways.</summary>
    ImmutableArray<string> Gateways { get; }

    /// <summary>The names of all resources that are started and have a health check, including the gateways.</summary>
    ImmutableArray<string> Checked { get; }

    /// <summary>Whether a resource runs and its health checks pass.</summary>
    bool IsHealthy(string resource);

    /// <summary>Returns how many servers a gateway can place a request on.</summary>
    /// <returns>The number of servers; <see langword="null"/> while the gateway does not report that it is healthy.</returns>
    Task<int?> CountUsableAsync(string gateway, CancellationToken stop);

    /// <summary>The addresses for users, the gateways first.</summary>
    ImmutableArray<UserAddress> Addresses { get; }
}
