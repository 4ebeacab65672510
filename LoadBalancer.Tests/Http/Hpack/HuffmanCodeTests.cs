using System.Globalization;
using CsCheck;
using LoadBalancer.Http.Hpack;

namespace LoadBalancer.Tests.Http.Hpack;

public sealed class HuffmanCodeTests
{
    /// <summary>Codes from RFC 7541 appendix B: the first and the last of each length.</summary>
    [Theory]
    [InlineData('0', "00000")]
    [InlineData('t', "01001")]
    [InlineData(' ', "010100")]
    [InlineData('u', "101101")]
    [InlineData(':', "1011100")]
    [InlineData('z', "1111011")]
    [InlineData('&', "11111000")]
    [InlineData('Z', "11111101")]
    [InlineData('!', "1111111000")]
    [InlineData('?', "1111111100")]
    [InlineData('\'', "11111111010")]
    [InlineData('|', "11111111100")]
    [InlineData('#', "111111111010")]
    [InlineData('\0', "1111111111000")]
    [InlineData('~', "1111111111101")]
    [InlineData('^', "11111111111100")]
    [InlineData('<', "111111111111100")]
    [InlineData('{', "111111111111110")]
    [InlineData('\\', "1111111111111110000")]
    [InlineData('\u0080', "11111111111111100110")]
    [InlineData('\u0099', "111111111111111011100")]
    [InlineData('\u0081', "1111111111111111010010")]
    [InlineData('\u0001', "11111111111111111011000")]
    [InlineData('\t', "111111111111111111101010")]
    [InlineData('\u00c7', "1111111111111111111101100")]
    [InlineData('\u00ff', "11111111111111111111101110")]
    [InlineData('\u00cb', "111111111111111111111011110")]
    [InlineData('\u0002', "1111111111111111111111100010")]
    [InlineData('\u007f', "1111111111111111111111111100")]
    [InlineData('\n', "111111111111111111111111111100")]
    [InlineData('\u0016', "111111111111111111111111111110")]
    public void TryDecode_OneSymbol_IsThatOfTheSpecification(char symbol, string code)
    {
        Assert.Equal([(byte)symbol], Decode(Pack(code))!);
        Assert.Equal([(byte)'0', (byte)symbol, (byte)'a'], Decode(Pack($"00000{code}00011"))!);
    }

    [Fact]
    public void TryDecode_AllPossibleBits_GivesTextsWithDistinctCodes()
    {
        // A code is complete and unambiguous if every text of bits decodes to at most one text, and no two of them to the same.
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            if (Decode([(byte)(code >> 8), (byte)code]) is { } text)
            {
                Assert.True(texts.Add(Convert.ToHexString(text)), code.ToString("x4", CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public void TryDecode_AnyBytes_StaysWithinTheLongestText()
    {
        Gen.Byte.Array[0, 100].Sample(code => Decode(code) is null or { Length: <= 160 }, iter: 100_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000111")]
    [InlineData("0000000000000001")]
    public void TryDecode_PaddingOfLessThan8Ones_IsAccepted(string bits)
    {
        Assert.NotNull(Decode(Pack(bits)));
    }

    [Theory]
    [InlineData("00000110")]
    [InlineData("11111111")]
    [InlineData("0000011111111111")]
    [InlineData("11111111111111111111111111111111")]
    public void TryDecode_OtherPadding_IsMalformed(string bits)
    {
        Assert.Null(Decode(Pack(bits)));
    }

    private static byte[]? Decode(byte[] code)
    {
        var text = new byte[HuffmanCode.LongestText(code.Length)];
        return HuffmanCode.TryDecode(code, text, out var length) ? text[..length] : null;
    }

    /// <summary>Packs bits into bytes, padded with ones.</summary>
    private static byte[] Pack(string bits)
    {
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
