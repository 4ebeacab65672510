using System.Text.Json.Serialization;
using LoadBalancer.Registry.Loads;

namespace LoadBalancer.Registry.Redis;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(LoadSum))]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;
