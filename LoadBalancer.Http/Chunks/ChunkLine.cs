using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Chunks;

/// <summary>The line before a chunk: its size in hexadecimal digits, and extensions (RFC 9112 §7.1, §7.1.1).</summary>
internal static class ChunkLine
{
    /// <summary>The maximum length of a line.</summary>
    public const int Longest = 1_024;

    /// <summary>The maximum number of digits: "7FFFFFFF", the greatest size that Kestrel reads, has eight.</summary>
    private const int MostDigits = 8;

    /// <summary>Parses a line without its end.</summary>
    public static MessageError Check(ReadOnlySpan<byte> line, out int size)
    {
        size = 0;
        var digits = 0;
        while (digits < line.Length && HexDigit(line[digits]) is >= 0 and var value)
        {
            if (++digits > MostDigits || size > int.MaxValue >> 4)
            {
                return MessageError.Chunk;
            }

            size = (size << 4) | value;
        }

        return digits > 0 && AreExtensions(line[digits..]) ? MessageError.None : MessageError.Chunk;
    }

    private static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };

    /// <summary>
    /// Whether the rest is any number of <c>;name</c> or <c>;name=value</c>, with a token or a quoted string as the value.
    /// </summary>
    private static bool AreExtensions(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] != ';')
            {
                return false;
            }

            rest = rest[1..];
            var nameEnd = rest.IndexOfAny((byte)'=', (byte)';');
            if (!HeaderBytes.IsToken(nameEnd < 0 ? rest : rest[..nameEnd]))
            {
                return false;
            }

            rest = nameEnd < 0 ? [] : rest[nameEnd..];
            if (rest is [(byte)'=', ..] && !TrySkipValue(ref rest))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySkipValue(ref ReadOnlySpan<byte> rest)
    {
        rest = rest[1..];
        if (rest is not [(byte)'"', ..])
        {
            var end = rest.IndexOf((byte)';');
            var value = end < 0 ? rest : rest[..end];
            rest = rest[value.Length..];
            return HeaderBytes.IsToken(value);
        }

        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                var quoted = rest[1..i];
                rest = rest[(i + 1)..];
                return HeaderBytes.IsValue(quoted);
            }

            i += rest[i] == '\\' ? 1 : 0;
        }

        return false;
    }
}
