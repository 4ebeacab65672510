using System.IO.Hashing;
using System.Text;
using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

public sealed class KeyHashTests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999UL)]
    [InlineData("a", 0xD24EC4F1A98C6E5BUL)]
    [InlineData("abc", 0x44BC2CF5AD770999UL)]
    public void Of_PublishedVectors_AreXxHash64WithSeedZero(string key, ulong expected) =>
        Assert.Equal(expected, KeyHash.Of(key));

    [Theory]
    [InlineData("user-1", 0x7E264614u)]
    [InlineData("user-42", 0x7D06B873u)]
    [InlineData("/index.html", 0xEA224B42u)]
    [InlineData("", 0u)]
    public void Of_Ketama_IsCrc32InTheUpperHalf(string key, uint expected) =>
        Assert.Equal((ulong)expected << 32, KeyHash.Of(PlacementAlgorithm.Ketama, key));

    [Fact]
    public void Of_Text_EqualsHashOfItsUtf8Bytes() =>
        Gen.Select(Gen.String[0, 600], Gen.Enum<PlacementAlgorithm>()).Sample((key, algorithm) =>
            KeyHash.Of(algorithm, key) == KeyHash.Of(algorithm, Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData(169)]
    [InlineData(170)]
    [InlineData(171)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void Of_KeyAroundAndBeyondTheStackBuffer_EqualsHashOfItsUtf8Bytes(int length)
    {
        var key = new string('鍵', length);

        Assert.Equal(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key)), KeyHash.Of(key));
    }

    [Theory]
    [InlineData("\uD800")]
    [InlineData("a\uDC00b")]
    public void Of_LoneSurrogate_CountsAsReplacementCharacter(string key) =>
        Assert.Equal(KeyHash.Of(key.Replace('\uD800', '\uFFFD').Replace('\uDC00', '\uFFFD')), KeyHash.Of(key));

    [Theory]
    [InlineData(20)]
    [InlineData(5_000)]
    public void Of_ShortAndLongKeys_AllocatesNothing(int length)
    {
        var key = new string('k', length);

        Assert.Equal(0, Allocations.Of(() => KeyHash.Of(PlacementAlgorithm.Ring, key)));
        Assert.Equal(0, Allocations.Of(() => KeyHash.Of(PlacementAlgorithm.Ketama, key)));
    }
}
