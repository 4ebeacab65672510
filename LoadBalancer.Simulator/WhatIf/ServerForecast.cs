namespace LoadBalancer.Simulator.WhatIf;

/// <summary>One server before and after; weights are absent where it is no member.</summary>
internal sealed record ServerForecast(string Id, int? WeightBefore, int? WeightAfter, double ShareBefore, double ShareAfter);
