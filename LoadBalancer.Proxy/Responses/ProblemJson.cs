using System.Text.Json.Serialization;

namespace LoadBalancer.Proxy.Responses;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemReport))]
internal sealed partial class ProblemJson : JsonSerializerContext;
