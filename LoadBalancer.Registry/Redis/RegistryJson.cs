using System.Text.Json.Serialization;
using LoadBalancer.Registry.Events;
using LoadBalancer.Registry.Gateways;
using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.Registry.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClusterEvent))]
[JsonSerializable(typeof(GatewayReport))]
[JsonSerializable(typeof(GatewayStatus))]
[JsonSerializable(typeof(GatewaySum))]
[JsonSerializable(typeof(KnownGateway))]
[JsonSerializable(typeof(OrchestratorReport))]
[JsonSerializable(typeof(ServerRecord))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RegistryJson : JsonSerializerContext;
