using LoadBalancer.Presentation.Charting;
using LoadBalancer.Presentation.Charting.Styles;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Presentation.Charting.Styles;

public sealed class DrawingStylesTests
{
    private static readonly DrawingStyles Light = new(Theme.Light);

    [Fact]
    public void Sheet_IsThatOfTheDashboard_AndEveryRuleIsOneThatProgramsRead()
    {
        var file = Repository.Read("LoadBalancer.Dashboard", "wwwroot", "css", "drawing.css");

        Assert.EndsWith(DrawingStyles.Sheet, file, StringComparison.Ordinal);
        Assert.All(
            DrawingStyles.Sheet.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(@"^(\.chart )?\.[\w.-]+ \{ ([\w-]+: [^;{}]+; )+\}$", line));
    }

    [Theory]
    [InlineData("grid", null, "--line", 1)]
    [InlineData("line", null, "--accent", 1.75)]
    [InlineData("line tone-bad dashed", null, "--bad", 1.75)]
    [InlineData("mark", null, "--line-strong", 1)]
    [InlineData("mark bad", null, "--bad", 1)]
    [InlineData("layer c-3", "--series-3", null, 1)]
    [InlineData("layer c-others", "--series-others", null, 1)]
    [InlineData("value c-accent", "--accent", null, 1)]
    [InlineData("mark-name bad", "--bad", null, 1)]
    public void Of_Classes_ResolvesTheirRules(string classes, string? fill, string? stroke, double width)
    {
        foreach (var theme in new[] { Theme.Light, Theme.Dark })
        {
            var style = new DrawingStyles(theme).Of(classes);

            Assert.Equal(fill is null ? null : theme.Tokens[fill], style.Fill);
            Assert.Equal(stroke is null ? null : theme.Tokens[stroke], style.Stroke);
            Assert.Equal(width, style.StrokeWidth);
        }
    }

    [Fact]
    public void Of_DashedAndDotted_HasDashes()
    {
        Assert.Equal([6, 3], Light.Of("line dashed").Dashes);
        Assert.Equal([2, 3], Light.Of("line tone-faint dotted").Dashes);
        Assert.Empty(Light.Of("line").Dashes);
    }

    [Fact]
    public void Of_Title_IsLargeAndBold() => Assert.Equal((20, true), (Light.Of("title").FontSize, Light.Of("title").IsBold));

    [Fact]
    public void EveryColour_HasARule() => Assert.All(
        Enumerable.Range(ColourOrder.Others, ColourOrder.Colours + 1),
        colour => Assert.True(DrawingStyles.Has(ColourOrder.ClassOf(colour))));
}
