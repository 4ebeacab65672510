namespace LoadBalancer.Http.Hpack;

/// <summary>
/// Writes fields for a decoder whose dynamic table stays empty: as entries of the static table, or as literals without indexing and without
/// Huffman coding (RFC 7541 §6.1, §6.2.2). Pure, does not allocate.
/// </summary>
internal static class HpackWriter
{
    private const byte Indexed = 0x80;
    private const byte TableSize = 0x20;

    /// <summary>The most bytes that a field needs in addition to its name and value.</summary>
    public const int MostOverhead = 12;

    /// <summary>Writes a field.</summary>
    /// <param name="destination">Has room for the name, the value, and <see cref="MostOverhead"/>.</param>
    /// <param name="field">The field.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Write(Span<byte> destination, in HpackField field)
    {
        if (field.IsStatic)
        {
            destination[0] = (byte)(Indexed | field.NameIndex);
            return 1;
        }

        var count = WriteInteger(destination, 0, 4, field.NameIndex);
        if (field.NameIndex == 0)
        {
            count += WriteText(destination[count..], field.Name);
        }

        return count + WriteText(destination[count..], field.Value);
    }

    /// <summary>Writes a change of the table's size, which must come first in a block (RFC 7541 §6.3).</summary>
    /// <returns>The number of bytes written, at most <see cref="MostOverhead"/>.</returns>
    public static int WriteTableSize(Span<byte> destination, int size) => WriteInteger(destination, TableSize, 5, size);

    private static int WriteText(Span<byte> destination, ReadOnlySpan<byte> text)
    {
        var count = WriteInteger(destination, 0, 7, text.Length);
        text.CopyTo(destination[count..]);
        return count + text.Length;
    }

    private static int WriteInteger(Span<byte> destination, byte pattern, int prefixBits, int value)
    {
        var most = (1 << prefixBits) - 1;
        if (value < most)
        {
            destination[0] = (byte)(pattern | value);
            return 1;
        }

        destination[0] = (byte)(pattern | most);
        var count = 1;
        for (value -= most; value >= 0x80; value >>= 7)
        {
            destination[count++] = (byte)(value | 0x80);
        }

        destination[count++] = (byte)value;
        return count;
    }
}
