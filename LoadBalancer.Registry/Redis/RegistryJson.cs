using System.Text.Json.Serialization;
using LoadBalancer.Registry.Gateways;

namespace LoadBalancer.Registry.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GatewayReport))]
[JsonSerializable(typeof(GatewaySum))]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;
