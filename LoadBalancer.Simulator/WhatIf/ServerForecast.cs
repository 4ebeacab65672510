using System.Text.Json.Serialization;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>A server before and after a change. A weight is absent if the server is not a member.</summary>
internal sealed record ServerForecast(string Id, int? WeightBefore, int? WeightAfter, double ShareBefore, double ShareAfter)
{
    /// <summary>Whether the server drains: it keeps its weight and its place, and its keys go to their next candidates.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Drains { get; init; }

    /// <summary>The weight that determines the server's share; absent while it drains.</summary>
    [JsonIgnore]
    public int? TakingWeight => Drains ? null : WeightAfter;
}
