using System.Text.Json;
using System.Text.Json.Serialization;
using LoadBalancer.Simulator.CommandLine;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Converts durations in scenarios, which are written as on the command line.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        return DurationText.TryParse(text, out var duration)
            ? duration
            : throw new JsonException($"'{text}' is not a duration: it must be {DurationText.Form}.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Of(value));
}
