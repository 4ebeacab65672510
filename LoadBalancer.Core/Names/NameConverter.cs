using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadBalancer.Core.Names;

/// <summary>Writes a name to JSON as its text, as a value or as the name of a property. Thread-safe.</summary>
/// <typeparam name="T">The type of the name.</typeparam>
public sealed class NameConverter<T> : JsonConverter<T>
    where T : struct, IName<T>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is not a string.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? T.Create(reader.GetString()!) : throw new JsonException("A name must be a string.");

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Create(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
