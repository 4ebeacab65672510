using CsCheck;
using LoadBalancer.Presentation;

namespace LoadBalancer.Tests.Presentation;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("backend-1", "backend-1")]
    [InlineData("müßig 服务器 ✓ 😀", "müßig 服务器 ✓ 😀")]
    [InlineData("evil\u202Etxt.exe", "evil\\u202Etxt.exe")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    [InlineData("a\r\nb\tc\u0085", "a\\u000D\\u000Ab\\u0009c\\u0085")]
    [InlineData("a\u200Bb\uFEFF", "a\\u200Bb\\uFEFF")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("a\0b", "a\\u0000b")]
    [InlineData("a\u00A0b\u3000c d", "a\\u00A0b\\u3000c d")]
    [InlineData("a\U000E0001b", "a\\U000E0001b")]
    [InlineData("straße 3 <b>&amp; 🦊 \uFFFD", "straße 3 <b>&amp; 🦊 \uFFFD")]
    public void Of_AText_HasOnlyVisibleCharacters(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Of_HalfOfASurrogatePair_IsVisible() => Assert.Equal("\\uD800x", VisibleText.Of("\uD800x"));

    [Fact]
    public void Name_OfThreeThousandCharacters_HasBothEnds()
    {
        var name = VisibleText.Name($"first{new string('x', 3_000)}last");

        Assert.Equal(VisibleText.LongestName, name.Length);
        Assert.StartsWith("firstx", name, StringComparison.Ordinal);
        Assert.Contains('…', name);
        Assert.EndsWith("xlast", name, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_OfAnyText_IsShortAndOfWholeCharacters() => Gen.String.Sample(text =>
    {
        var name = VisibleText.Name(text);

        Assert.InRange(name.Length, 0, VisibleText.LongestName);
        Assert.DoesNotContain(name, char.IsControl);
        Assert.Equal(name, VisibleText.Of(name));
    });

    [Theory]
    [InlineData("backend-10", 10, "backend-10")]
    [InlineData("backend-10", 7, "bac…-10")]
    [InlineData("backend-10", 1, "…")]
    [InlineData("a😀😀b", 4, "a…b")]
    public void Shorten_InTheMiddle_KeepsBothEnds(string text, int longest, string shortened) =>
        Assert.Equal(shortened, VisibleText.Shorten(text, longest));
}
