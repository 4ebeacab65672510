using System.Text.Json.Serialization;
using LoadBalancer.Dashboard.Api.Answers;
using LoadBalancer.Dashboard.Api.Bodies;
using Microsoft.AspNetCore.Mvc;

namespace LoadBalancer.Dashboard.Api;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AlgorithmBody))]
[JsonSerializable(typeof(EditsBody))]
[JsonSerializable(typeof(OrchestratorBody))]
[JsonSerializable(typeof(ReplicasBody))]
[JsonSerializable(typeof(ServerBody))]
[JsonSerializable(typeof(WeightBody))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(GatewaysAnswer))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(HotKeysAnswer))]
[JsonSerializable(typeof(OwnerAnswer))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ReplicasAnswer))]
[JsonSerializable(typeof(RingAnswer))]
[JsonSerializable(typeof(ServerAnswer))]
[JsonSerializable(typeof(ServersAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
internal sealed partial class DashboardJson : JsonSerializerContext;
