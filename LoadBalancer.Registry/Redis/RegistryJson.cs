using System.Text.Json.Serialization;

namespace LoadBalancer.Registry.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;
