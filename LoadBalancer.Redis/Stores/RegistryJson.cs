using System.Text.Json.Serialization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Redis.Stores;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClusterEvent))]
[JsonSerializable(typeof(GatewayReport))]
[JsonSerializable(typeof(GatewayStatus))]
[JsonSerializable(typeof(GatewaySum))]
[JsonSerializable(typeof(HealthChange))]
[JsonSerializable(typeof(KnownGateway))]
[JsonSerializable(typeof(OrchestratorReport))]
[JsonSerializable(typeof(ServerRecord))]
[JsonSerializable(typeof(ServerProcess[]))]
internal sealed partial class RegistryJson : JsonSerializerContext;
