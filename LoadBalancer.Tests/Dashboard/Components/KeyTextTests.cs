using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("tenant-0042", "tenant-0042")]
    [InlineData("straße 3 <b>&amp;", "straße 3 <b>&amp;")]
    [InlineData("🦊", "🦊")]
    [InlineData("a\0b", "a\\u{0}b")]
    [InlineData("abc\u202Efdp.exe", "abc\\u{202E}fdp.exe")]
    [InlineData("a\nb\tc", "a\\u{A}b\\u{9}c")]
    [InlineData("a\u00A0b\u200B", "a\\u{A0}b\\u{200B}")]
    [InlineData("\uFFFD", "\\u{FFFD}")]
    public void Of_AnyKey_SpellsOutWhatCannotBeSeen(string key, string text)
    {
        Assert.Equal(text, KeyText.Of(key));
        Assert.Equal(key == text, KeyText.IsPlain(key));
    }

    [Fact]
    public void Of_HalfASurrogatePair_IsSpelledOut() => Assert.Equal("a\\u{FFFD}b", KeyText.Of("a\ud83eb"));
}
