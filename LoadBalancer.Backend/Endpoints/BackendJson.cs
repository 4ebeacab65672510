using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace LoadBalancer.Backend.Endpoints;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(Echo))]
[JsonSerializable(typeof(Tick))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class BackendJson : JsonSerializerContext;
