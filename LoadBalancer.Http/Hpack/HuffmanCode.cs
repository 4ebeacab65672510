namespace LoadBalancer.Http.Hpack;

/// <summary>
/// Decodes the Huffman code of HPACK (RFC 7541 §5.2, appendix B). The code is canonical: its codes are consecutive numbers in the order of
/// their lengths, and of symbols of the same length; so the lengths determine it.
/// </summary>
internal static class HuffmanCode
{
    private const int EndOfString = 256;
    private const int LongestCode = 30;

    /// <summary>The length of codes that one look-up decodes: those of all letters, digits, and usual punctuation.</summary>
    private const int ShortCode = 10;

    private const int LengthBits = 4;

    /// <summary>The lengths of the codes of all bytes, and of the end of the string.</summary>
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>All symbols in the order of their codes.</summary>
    private static readonly ushort[] Symbols =
    [
        .. Enumerable.Range(0, EndOfString + 1)
            .OrderBy(symbol => Lengths[symbol])
            .ThenBy(symbol => symbol)
            .Select(symbol => (ushort)symbol),
    ];

    /// <summary>By length: the first code, and the position of its symbol minus that code; the number of codes.</summary>
    private static readonly (uint First, int Offset, uint Count)[] ByLength = ReadLengths();

    /// <summary>By the next bits: a symbol and its length; 0 if the code is longer.</summary>
    private static readonly ushort[] Short = ReadShort();

    /// <summary>Returns the longest possible result.</summary>
    public static int LongestText(int encoded) => (int)(encoded * 8L / 5);

    /// <summary>Decodes a string. O(n), does not allocate.</summary>
    /// <param name="code">The encoded string.</param>
    /// <param name="text">At least <see cref="LongestText"/> bytes.</param>
    /// <param name="length">The length of the result.</param>
    /// <returns><see langword="false"/> if the string is malformed.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> code, Span<byte> text, out int length)
    {
        length = 0;
        var bits = 0UL;
        var count = 0;
        var read = 0;
        while (true)
        {
            while (count <= LongestCode && read < code.Length)
            {
                bits = (bits << 8) | code[read++];
                count += 8;
            }

            if (count == 0)
            {
                return true;
            }

            // The bits after the end count as ones, which is what padding consists of.
            var next = count >= LongestCode
                ? (uint)(bits >> (count - LongestCode))
                : (uint)((bits << (LongestCode - count)) | ((1UL << (LongestCode - count)) - 1));
            next &= (1u << LongestCode) - 1;
            var entry = Short[next >> (LongestCode - ShortCode)];
            var (symbol, used) = entry != 0 ? (entry >> LengthBits, entry & ((1 << LengthBits) - 1)) : FindLong(next);
            if (used > count)
            {
                return count < 8 && next == (1u << LongestCode) - 1;
            }

            if (symbol == EndOfString)
            {
                return false;
            }

            text[length++] = (byte)symbol;
            count -= used;
        }
    }

    private static (int Symbol, int Length) FindLong(uint next)
    {
        for (var length = ShortCode + 1; ; length++)
        {
            var (first, offset, count) = ByLength[length];
            var code = next >> (LongestCode - length);
            if (code - first < count)
            {
                return (Symbols[(int)code + offset], length);
            }
        }
    }

    private static (uint First, int Offset, uint Count)[] ReadLengths()
    {
        var byLength = new (uint First, int Offset, uint Count)[LongestCode + 1];
        var (code, position) = (0u, 0);
        for (var length = 1; length <= LongestCode; length++)
        {
            code <<= 1;
            var count = Lengths.Count((byte)length);
            byLength[length] = (code, position - (int)code, (uint)count);
            code += (uint)count;
            position += count;
        }

        return byLength;
    }

    private static ushort[] ReadShort()
    {
        var entries = new ushort[1 << ShortCode];
        for (var length = 1; length <= ShortCode; length++)
        {
            var (first, offset, count) = ByLength[length];
            for (var code = first; code < first + count; code++)
            {
                var entry = (ushort)((Symbols[(int)code + offset] << LengthBits) | length);
                entries.AsSpan((int)code << (ShortCode - length), 1 << (ShortCode - length)).Fill(entry);
            }
        }

        return entries;
    }
}
