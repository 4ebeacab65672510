using System.Text;

namespace LoadBalancer.Tests.Support;

/// <summary>The subset of RFC 7541 that tests need to send fields that no client would send, and to read a status.</summary>
internal static class Hpack
{
    private const int PrefixOf7Bits = 0x7F;

    private static readonly Dictionary<int, int> IndexedStatuses = new()
    {
        [8] = 200,
        [9] = 204,
        [10] = 206,
        [11] = 304,
        [12] = 400,
        [13] = 404,
        [14] = 500,
    };

    /// <summary>Encodes fields as literals without indexing and without Huffman coding (§6.2.2).</summary>
    public static byte[] Encode(IEnumerable<(string Name, string Value)> fields) =>
        [.. fields.SelectMany(field => (byte[])[0, .. Text(field.Name), .. Text(field.Value)])];

    /// <summary>Reads the status at the start of a response's header block, which must not refer to the dynamic table.</summary>
    public static int StatusOf(ReadOnlySpan<byte> block)
    {
        while ((block[0] & 0xE0) == 0x20)
        {
            block = block[1..];
        }

        return (block[0] & 0x80) != 0
            ? IndexedStatuses[block[0] & PrefixOf7Bits]
            : int.Parse(Encoding.ASCII.GetString(block.Slice(2, 3)), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return [.. Number(bytes.Length), .. bytes];
    }

    private static IEnumerable<byte> Number(int value)
    {
        if (value < PrefixOf7Bits)
        {
            yield return (byte)value;
            yield break;
        }

        yield return PrefixOf7Bits;
        for (value -= PrefixOf7Bits; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
