using System.Text.Json.Serialization;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>One server before and after; weights are absent where it is no member.</summary>
internal sealed record ServerForecast(string Id, int? WeightBefore, int? WeightAfter, double ShareBefore, double ShareAfter)
{
    /// <summary>Whether it drains: it keeps its weight and its place, and its keys go to their next candidates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Drains { get; init; }

    /// <summary>The weight that decides what it gets: none while it drains.</summary>
    [JsonIgnore]
    public int? TakingWeight => Drains ? null : WeightAfter;
}
