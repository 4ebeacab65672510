using System.Text.Json.Serialization;
using LoadBalancer.Simulator.Clusters;
using LoadBalancer.Simulator.Loading;
using LoadBalancer.Simulator.Reporting;
using LoadBalancer.Simulator.WhatIf;

namespace LoadBalancer.Simulator.Output;

/// <summary>The JSON of <c>--json</c>: one indented object on standard output.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(LoadResult))]
[JsonSerializable(typeof(TrafficReport))]
[JsonSerializable(typeof(ClusterResult))]
[JsonSerializable(typeof(WhatIfResult))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
