using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>The JSON format of scenarios: camel case, durations with units, comments allowed, unknown properties rejected.</summary>
internal static class ScenarioJson
{
    /// <summary>
    /// The options use reflection, because source-generated code loses the default values of properties that a file omits.
    /// </summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AddFormerNames } },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new DurationConverter(), new EnumNameConverter<EventKind>(), new EnumNameConverter<PlacementAlgorithm>() },
    };

    /// <summary>Lets a renamed setting be read under its former name as well.</summary>
    private static void AddFormerNames(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToArray())
        {
            if (property.AttributeProvider is MemberInfo member && member.GetCustomAttribute<FormerNameAttribute>() is { } former)
            {
                var alias = type.CreateJsonPropertyInfo(property.PropertyType, JsonNamingPolicy.CamelCase.ConvertName(former.Name));
                alias.Set = property.Set;
                type.Properties.Add(alias);
            }
        }
    }
}
