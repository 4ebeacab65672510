using System.Text.Json;
using System.Text.Json.Serialization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>How scenarios are written: camel case, durations with units, comments allowed, nothing unknown.</summary>
internal static class ScenarioJson
{
    /// <summary>By reflection: generated code forgets what properties are set to that a file leaves out.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new DurationConverter(), new NameConverter<EventKind>(), new NameConverter<PlacementAlgorithm>() },
    };
}
