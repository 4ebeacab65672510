using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>What the part of this gateway that serves clients reports about itself. Thread-safe.</summary>
internal interface IDataPlane
{
    /// <summary>The number of requests and connections that it has rejected since it started.</summary>
    long Rejected { get; }

    /// <summary>Its process; <see langword="null"/> if it has none of its own, as in a simulation.</summary>
    GatewayFacts? Facts { get; }
}
