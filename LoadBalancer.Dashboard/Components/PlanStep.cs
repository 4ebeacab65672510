using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Components;

/// <summary>One change of a plan, as composed on the page.</summary>
public abstract record PlanStep
{
    private PlanStep()
    {
    }

    /// <summary>A server joins, or gets a new weight.</summary>
    public sealed record Put(ServerId Id, int Weight, string? Url) : PlanStep;

    /// <summary>A server leaves.</summary>
    public sealed record Remove(ServerId Id) : PlanStep;

    /// <summary>A server receives no new requests.</summary>
    public sealed record Drain(ServerId Id) : PlanStep;

    /// <summary>A draining server receives requests again.</summary>
    public sealed record Activate(ServerId Id) : PlanStep;

    /// <summary>The placement algorithm changes.</summary>
    public sealed record Use(PlacementAlgorithm Algorithm) : PlanStep;
}
