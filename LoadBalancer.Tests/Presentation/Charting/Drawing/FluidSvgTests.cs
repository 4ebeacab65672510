using System.Xml.Linq;
using CsCheck;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Drawing;

namespace LoadBalancer.Tests.Presentation.Charting.Drawing;

public sealed class FluidSvgTests
{
    private static readonly PlotFrame Frame = new(56, 10, 100);

    [Fact]
    public void Write_Plot_StretchesPathsAndKeepsTexts()
    {
        var svg = Write(PlotOf("a"), Frame with { Labels = [new(0.5, "12:00")], Marks = [new(0.25, "x", IsBad: true)], HasSigns = true });

        var plot = svg.Descendants("svg").Single(one => (string?)one.Attribute("class") == "plot");
        Assert.Equal(("0 0 1000 100", "none"), ((string?)plot.Attribute("viewBox"), (string?)plot.Attribute("preserveAspectRatio")));
        Assert.Equal("M0,50L250,50L750,0L1000,0", (string?)plot.Element("path")!.Attribute("d"));
        Assert.Equal(["0", "5", "10", "▾", "12:00"], svg.Descendants("text").Select(text => text.Value));
        Assert.Equal("50%", (string?)svg.Descendants("text").Last().Attribute("x"));
        Assert.Equal("calc(100% - 56px)", (string?)svg.Element("svg")!.Attribute("width"));
    }

    [Fact]
    public void Write_AnyText_IsTextInWellFormedXml()
    {
        var shape = ShapeOf(Write(PlotOf("a"), FrameWith("a")));

        Gen.String.Sample(text =>
        {
            var svg = Write(PlotOf(text), FrameWith(text));

            Assert.Equal(shape, ShapeOf(svg));
            Assert.Equal(Shown(text), svg.Descendants("title").Single().Value);
            Assert.Equal(Shown(text), svg.Descendants("text").Last().Value);
        });

        static PlotFrame FrameWith(string text) => Frame with { Labels = [new(0.5, text)], HasTitles = true };
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>", "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a\"'&b", "a&quot;&#39;&amp;b")]
    [InlineData("\0\u001b[31m\n\t\u0085", "\uFFFD\uFFFD[31m\uFFFD\uFFFD\uFFFD")]
    [InlineData("x\uFFFE", "x\uFFFD")]
    [InlineData("naïve 😀", "naïve 😀")]
    public void Escape_Text_HasNoMarkupAndNoControlCharacters(string text, string escaped) =>
        Assert.Equal(escaped, XmlText.Escape(text));

    [Fact]
    public void Escape_HalfOfASurrogatePair_IsReplaced() => Assert.Equal("\uFFFDx", XmlText.Escape("\uD800x"));

    [Fact]
    public void Write_Picture_HasNoStyleOfItsOwn() =>
        Assert.DoesNotContain("style", FluidSvg.Write(PlotPictures.Draw(PlotOf("a"), Frame)), StringComparison.OrdinalIgnoreCase);

    private static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        < ' ' or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => "\uFFFD",
        _ => rune.ToString(),
    }));

    private static string[] ShapeOf(XElement svg) =>
        [.. svg.DescendantsAndSelf().Select(one => $"{one.Name} {string.Join(' ', one.Attributes().Select(attribute => attribute.Name))}")];

    private static XElement Write(Plot plot, PlotFrame frame) => XElement.Parse(FluidSvg.Write(PlotPictures.Draw(plot, frame)));

    private static Plot PlotOf(string name) =>
        Plot.Lines(
            name,
            ValueAxis.For(10) with { Ticks = [new(0, 0), new(5, 0.5), new(10, 1)] },
            Figures.Short,
            Figures.Rate,
            [(name, "", [5, 10])]);
}
