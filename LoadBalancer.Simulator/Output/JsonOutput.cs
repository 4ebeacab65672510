using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadBalancer.Simulator.Output;

/// <summary>The JSON of <c>--json</c>: one indented object on standard output.</summary>
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
