using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadBalancer.Cluster.Tail;

/// <summary>Writes and reads batches. Thread-safe.</summary>
internal static partial class TailCodec
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Writes a batch.</summary>
    /// <param name="head">All but the lines.</param>
    /// <param name="lines">Lines of JSON, each with a line feed at its end.</param>
    public static byte[] Encode(TailBatch head, ReadOnlySpan<byte> lines)
    {
        // The last member is an empty array: the lines go between its brackets.
        var start = JsonSerializer.SerializeToUtf8Bytes(head with { Lines = [] }, Json.Default.TailBatch).AsSpan()[..^2];
        var batch = new ArrayBufferWriter<byte>(start.Length + lines.Length + 2);
        batch.Write(start);
        while (lines.IndexOf(LineEnd) is >= 0 and var length)
        {
            batch.Write(lines[..length]);
            lines = lines[(length + 1)..];
            batch.Write(lines.IsEmpty ? [] : ","u8);
        }

        batch.Write("]}"u8);
        return batch.WrittenSpan.ToArray();
    }

    /// <summary>Reads a batch. Of a version that this build does not know, only the gateway is read.</summary>
    /// <returns><see langword="null"/> if it names no gateway, is too large, or is none at all.</returns>
    public static TailBatch? Decode(ReadOnlySpan<byte> batch)
    {
        if (batch.Length > TailBatch.MostBytes)
        {
            return null;
        }

        try
        {
            var head = JsonSerializer.Deserialize(batch, Json.Default.TailHead);
            return head is null || head.Gateway.Value.Length == 0 ? null
                : head.V != TailBatch.Version ? new() { V = head.V, Gateway = head.Gateway }
                : JsonSerializer.Deserialize(batch, Json.Default.TailBatch) is { IsReadable: true } read ? read with
                {
                    Lines = [.. read.Lines.Select(line => line with { Attempts = line.Attempts.IsDefault ? [] : line.Attempts })],
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes what a dashboard wants to see.</summary>
    public static byte[] Encode(IEnumerable<TailFilter> filters) => JsonSerializer.SerializeToUtf8Bytes(
        new TailWish(TailWish.Version, [.. filters.Select(filter => filter.Text)]), Json.Default.TailWish);

    /// <summary>Reads what a dashboard wants to see.</summary>
    /// <returns><see langword="null"/> if this build cannot read it.</returns>
    public static TailWish? DecodeWish(ReadOnlySpan<byte> wish)
    {
        try
        {
            return JsonSerializer.Deserialize(wish, Json.Default.TailWish);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(TailBatch))]
    [JsonSerializable(typeof(TailHead))]
    [JsonSerializable(typeof(TailWish))]
    private sealed partial class Json : JsonSerializerContext;
}
