using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadBalancer.Simulator.Output;

/// <summary>Writes the JSON of <c>--json</c>: one indented object.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NewLine = "\n",
    };

    public static string Write<T>(T result) => JsonSerializer.Serialize(result, Options);
}
