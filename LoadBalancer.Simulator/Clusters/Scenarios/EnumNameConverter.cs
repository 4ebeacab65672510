using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Converts the names of an enumeration, ignoring case. The message for an unknown name lists the known ones.</summary>
internal sealed class EnumNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<T>();

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return Names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new JsonException(
                $"Unknown value '{text}': it must be one of {string.Join(", ", Names.Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
