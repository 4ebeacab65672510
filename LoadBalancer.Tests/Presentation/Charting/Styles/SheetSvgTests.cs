using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Drawing;
using LoadBalancer.Presentation.Charting.Styles;

namespace LoadBalancer.Tests.Presentation.Charting.Styles;

public sealed class SheetSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Write_AnyText_IsTextInWellFormedXml()
    {
        var names = NamesOf(Write("a"));

        Gen.String.Where(text => text.Length < 20).Sample(text =>
        {
            var svg = Write(text);

            Assert.Equal(names, NamesOf(svg));
            string[] shown = [.. svg.Descendants(Svg + "text").Select(one => one.Value)];
            Assert.Equal([XmlText.Visible(text), XmlText.Visible(text), XmlText.Visible($"{text}  1")], shown[..3]);
        });
    }

    [Fact]
    public void Write_Sheet_FollowsTheColorSchemeAndIsLightWithoutStyleSheets()
    {
        var svg = Write("a");

        var sheet = Assert.Single(svg.Descendants(Svg + "style")).Value;
        Assert.StartsWith("@media screen and (prefers-color-scheme: dark) {", sheet, StringComparison.Ordinal);
        var background = svg.Elements(Svg + "rect").First();
        Assert.Equal(Theme.Light.Tokens["--surface"], (string)background.Attribute("fill")!);
        Assert.Contains(
            $".{(string)background.Attribute("class")!} {{ fill: {Theme.Dark.Tokens["--surface"]}; }}", sheet, StringComparison.Ordinal);
        var title = svg.Elements(Svg + "text").First();
        Assert.Equal(Theme.Light.Tokens["--text"], (string)title.Attribute("fill")!);
        Assert.Contains(
            $".{(string)title.Attribute("class")!} {{ fill: {Theme.Dark.Tokens["--text"]}; }}", sheet, StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(Svg + "line"), line => line.Attribute("stroke") is not null);
    }

    [Fact]
    public void Of_Figures_ShowsEachWithinItsWidth()
    {
        SheetFigure[] figures =
            [.. Enumerable.Range(0, 6).Select(i => new SheetFigure("5xx rate", "0.12%", "36 requests; 4xx rate 0.41%", i == 1))];

        var svg = XElement.Parse(SheetSvg.Write(Sheet.Of("title", [], [], figures)));

        var values = svg.Elements(Svg + "text").Where(text => text.Value == "0.12%").ToArray();
        Assert.Equal(6, values.Length);
        Assert.Equal(Theme.Light.Tokens["--bad"], (string)values[1].Attribute("fill")!);
        var notes = svg.Elements(Svg + "text").Where(text => text.Value.StartsWith("36 requests;", StringComparison.Ordinal)).ToArray();
        Assert.All(notes, note => Assert.InRange(TextWidth.Of(note.Value, 11), 0, Sheet.Inner / 6));
    }

    [Fact]
    public void Write_Sheet_HasEveryShapeWithinItsWidthAndNoScript()
    {
        var svg = Write("a");

        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "style");
        Assert.DoesNotContain(svg.Descendants(), one => one.Name.LocalName is "script");
        Assert.All(
            svg.Descendants(Svg + "line").Attributes("x2"), x => Assert.InRange(NumberOf(x), Sheet.Margin, Sheet.Width - Sheet.Margin));
        Assert.All(
            svg.Descendants().Attributes("y"), y => Assert.InRange(NumberOf(y), 0, NumberOf(svg.Attribute("height")!)));
    }

    [Fact]
    public void Write_SamePicture_HasTheValuesWhereThePageHasThem()
    {
        var picture = PlotPictures.Draw(PlotOf(), new(56, 10, 100));
        var page = XElement.Parse(FluidSvg.Write(picture));
        var file = XElement.Parse(SheetSvg.Write(new([(0, picture)], 200)));
        var (left, width) = (Sheet.Margin + 56, Sheet.Inner - 56);

        var onPage = PointsOf((string)page.Descendants("path").Single().Attribute("d")!);
        var inFile = PointsOf((string)file.Descendants(Svg + "path").Single().Attribute("d")!);

        Assert.Equal(onPage.Length, inFile.Length);
        Assert.All(onPage.Zip(inFile), pair =>
        {
            Assert.Equal(left + (pair.First.X / 1_000 * width), pair.Second.X, tolerance: 0.2);
            Assert.Equal(10 + pair.First.Y, pair.Second.Y, tolerance: 0.2);
        });
        Assert.Equal(
            page.Descendants("text").Select(text => text.Value), file.Descendants(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void Of_LongTitle_IsBrokenIntoLines()
    {
        var sheet = Sheet.Of(string.Join(' ', Enumerable.Repeat("word", 60)), [], []);

        var lines = sheet.Pictures.Select(one => Assert.IsType<TextShape>(Assert.Single(one.Picture.Shapes)).Text).ToArray();
        Assert.InRange(lines.Length, 2, 6);
        Assert.Equal(60, lines.Sum(line => line.Split(' ').Length));
    }

    [Fact]
    public void Of_TitleWithoutSpaces_IsBrokenToo() =>
        Assert.InRange(Sheet.Of(new string('x', 500), [], []).Pictures.Length, 5, 10);

    private static (double X, double Y)[] PointsOf(string data) =>
    [
        .. data.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries)
            .Select(point => point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(point => (point[0], point[1])),
    ];

    private static double NumberOf(XAttribute attribute) => double.Parse(attribute.Value, CultureInfo.InvariantCulture);

    private static string[] NamesOf(XElement svg) =>
        [.. svg.DescendantsAndSelf().Select(one => $"{one.Name} {string.Join(' ', one.Attributes().Select(attribute => attribute.Name))}")];

    private static XElement Write(string text) => XElement.Parse(SheetSvg.Write(Sheet.Of(
        text,
        [],
        [new(text, [new(text, "line", "1")], PlotPictures.Draw(PlotOf(), new(56, 10, 100)))])), LoadOptions.PreserveWhitespace);

    private static Plot PlotOf() => Plot.Lines("", ValueAxis.For(10), Figures.Short, Figures.Rate, [("", "", [5, 10, null, 3])]);
}
