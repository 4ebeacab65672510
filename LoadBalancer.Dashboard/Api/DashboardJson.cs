using System.Text.Json.Serialization;
using LoadBalancer.Dashboard.Api.Bodies;
using LoadBalancer.Dashboard.Api.Responses;
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
[JsonSerializable(typeof(AlarmsResponse))]
[JsonSerializable(typeof(ChangeResponse))]
[JsonSerializable(typeof(ChangesResponse))]
[JsonSerializable(typeof(EventsResponse))]
[JsonSerializable(typeof(GatewaysResponse))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(HotKeysResponse))]
[JsonSerializable(typeof(OwnerResponse))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ReplicasResponse))]
[JsonSerializable(typeof(RequestResponse))]
[JsonSerializable(typeof(RingResponse))]
[JsonSerializable(typeof(ServerCheckResponse))]
[JsonSerializable(typeof(ServerHealthResponse))]
[JsonSerializable(typeof(ServerResponse))]
[JsonSerializable(typeof(ServersResponse))]
[JsonSerializable(typeof(StatsResponse))]
[JsonSerializable(typeof(TimelineResponse))]
internal sealed partial class DashboardJson : JsonSerializerContext;
