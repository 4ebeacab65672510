using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Dashboard.Components;

/// <summary>One change of a plan, as it is put together on the page.</summary>
public abstract record PlanStep
{
    private PlanStep()
    {
    }

    /// <summary>A server joins, or has another weight.</summary>
    public sealed record Put(string Id, int Weight, string? Url) : PlanStep;

    /// <summary>A server leaves.</summary>
    public sealed record Remove(string Id) : PlanStep;

    /// <summary>A server gets no new requests.</summary>
    public sealed record Drain(string Id) : PlanStep;

    /// <summary>A server that drains gets requests again.</summary>
    public sealed record Activate(string Id) : PlanStep;

    /// <summary>Keys are placed in another way.</summary>
    public sealed record Use(PlacementAlgorithm Algorithm) : PlanStep;
}
