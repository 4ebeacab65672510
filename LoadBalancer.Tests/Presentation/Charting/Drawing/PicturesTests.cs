using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Drawing;

namespace LoadBalancer.Tests.Presentation.Charting.Drawing;

public sealed class PicturesTests
{
    [Fact]
    public void Bars_EndAtTheirValuesAndHaveMarksWhereTheyShould()
    {
        var picture = BarPictures.Draw(
            [new("a", 0.1, "10%", "c-0", Expected: 0.2), new("b", 0.4, "40%", "c-1", Expected: 0.2)], Figures.Percent, "shares");

        Assert.Equal([0.25, 1], picture.Shapes.OfType<RectShape>().Select(bar => bar.Width));
        Assert.Equal(
            [0.5, 0.5], picture.Shapes.OfType<LineShape>().Where(line => line.Class == "expected").Select(line => line.X1));
        Assert.Equal(
            ["0%", "10%", "20%", "30%", "40%"],
            picture.Shapes.OfType<TextShape>().Where(text => text.Class == "axis").Select(text => text.Text));
        Assert.Equal("shares", picture.Label);
    }

    [Fact]
    public void Bars_None_IsAnEmptyPictureWithoutNumbersThatAreNone()
    {
        var picture = BarPictures.Draw([], Figures.Percent, "");

        Assert.True(double.IsFinite(picture.Left + picture.Right + picture.Height));
        Assert.Empty(picture.Shapes.OfType<RectShape>());
    }

    [Fact]
    public void Bars_LongName_IsShortenedInTheMiddle() =>
        Assert.Contains(
            BarPictures.Draw([new(new string('x', 64), 1, "", "c-0")], Figures.Short, "").Shapes.OfType<TextShape>(),
            text => text.Text == $"{new string('x', 10)}…{new string('x', 9)}");

    [Fact]
    public void Marks_CloseToEachOther_HaveTheirNamesOnSeparateLines()
    {
        PlotMark[] marks = [new(0.5, "one event", IsBad: false), new(0.51, "another", IsBad: true), new(0.99, "at the end", IsBad: false)];
        var height = MarkNames.HeightOf(marks, 500);
        var frame = new PlotFrame(0, 10 + height, 100) { Marks = [.. marks], NamesWithin = 500 };

        TextShape[] names =
        [
            .. PlotPictures.Draw(Empty, frame).Shapes.OfType<TextShape>()
                .Where(text => text.Class.StartsWith("mark-name", StringComparison.Ordinal)),
        ];

        Assert.Equal(28, height);
        Assert.Equal([TextAnchor.Start, TextAnchor.Start, TextAnchor.End], names.Select(name => name.Anchor));
        Assert.Equal(14, names[0].Y - names[1].Y);
        Assert.Equal(names[0].Y, names[2].Y);
    }

    [Fact]
    public void Marks_WithoutAKnownWidth_HaveNoNames() =>
        Assert.DoesNotContain(
            PlotPictures.Draw(Empty, new(0, 10, 100) { Marks = [new(0.5, "secret", IsBad: false)] }).Shapes.OfType<TextShape>(),
            text => text.Text == "secret");

    [Fact]
    public void Labels_ThatAreLong_CanBeHiddenByTurns()
    {
        var frame = new PlotFrame(0, 0, 10) { Labels = [new(0, "12:00:00"), new(0.5, "12:00:05"), new(1, "12:00:10")] };

        TextShape[] labels = [.. PlotPictures.Draw(Empty, frame).Shapes.OfType<TextShape>().TakeLast(3)];

        Assert.Equal(["axis", "axis between", "axis"], labels.Select(label => label.Class));
        Assert.Equal([TextAnchor.Start, TextAnchor.Middle, TextAnchor.End], labels.Select(label => label.Anchor));
    }

    private static Plot Empty => Plot.Layers("", Figures.Short, Figures.Rate, []);
}
