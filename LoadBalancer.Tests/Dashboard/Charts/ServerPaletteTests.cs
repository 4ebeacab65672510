using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed class ServerPaletteTests
{
    [Fact]
    public void For_NumberedServers_AssignsColoursInTurn()
    {
        var palette = ServerPalette.Empty.For([new("backend-3"), new("backend-1"), new("backend-2")]);

        Assert.Equal([0, 1, 2], Enumerable.Range(1, 3).Select(number => palette.ColourOf(new($"backend-{number}"))));
    }

    [Fact]
    public void For_AsManyServersAsColours_UsesNoColourTwice()
    {
        var ids = Enumerable.Range(0, ServerPalette.Colours).Select(i => new ServerId($"server-{(char)('a' + i)}")).ToArray();

        var palette = ServerPalette.Empty.For(ids);

        Assert.Equal(ServerPalette.Colours, ids.Select(palette.ColourOf).Distinct().Count());
    }

    [Fact]
    public void For_ServerJoins_KeepsTheColoursOfTheOthers()
    {
        ServerId[] before = [new("cart"), new("catalog"), new("search")];
        var palette = ServerPalette.Empty.For(before);

        var next = palette.For([.. before, new("account"), new("billing")]);

        Assert.Equal(before.Select(palette.ColourOf), before.Select(next.ColourOf));
    }

    [Fact]
    public void For_TheSameServers_ReturnsTheSamePalette()
    {
        var palette = ServerPalette.Empty.For([new("a"), new("b")]);

        Assert.Same(palette, palette.For([new("b"), new("a"), new("a")]));
    }

    [Fact]
    public void For_MoreServersThanColours_GivesTheFirstOnesAColourAndTheOthersGrey()
    {
        var ids = Enumerable.Range(1, 70).Select(i => new ServerId($"backend-{i}")).Reverse().ToArray();

        var palette = ServerPalette.Empty.For(ids);

        Assert.Equal(Enumerable.Range(0, ServerPalette.Colours), ids[..ServerPalette.Colours].Select(palette.ColourOf).Order());
        Assert.All(ids[ServerPalette.Colours..], id => Assert.Equal(ServerPalette.Others, palette.ColourOf(id)));
    }

    [Fact]
    public void For_ServerFallsBehind_GivesItsColourToTheOneThatReplacesIt()
    {
        var ids = Enumerable.Range(1, 10).Select(i => new ServerId($"backend-{i}")).ToArray();
        var palette = ServerPalette.Empty.For(ids);

        var next = palette.For([new("edge-45"), .. ids]);

        Assert.Equal(palette.ColourOf(new("backend-10")), next.ColourOf(new("edge-45")));
        Assert.Equal(ServerPalette.Others, next.ColourOf(new("backend-10")));
        Assert.Equal(ids[..9].Select(palette.ColourOf), ids[..9].Select(next.ColourOf));
    }

    [Fact]
    public void For_NumbersWithTheSameColour_GivesItToOneAndAnotherToTheOther()
    {
        var palette = ServerPalette.Empty.For([new("backend-5"), new("edge-15"), new("edge-16")]);

        Assert.Equal([4, 6, 5], ColoursOf(palette, "backend-5", "edge-15", "edge-16"));
    }

    [Fact]
    public void With_PlannedServers_UsesUnusedColours()
    {
        var palette = ServerPalette.Empty.For([new("backend-1"), new("backend-2")]);

        var planned = palette.With([new("backend-1"), new("edge-1"), new("edge-9")]);

        Assert.Equal([0, 1, 2, 8], ColoursOf(planned, "backend-1", "backend-2", "edge-1", "edge-9"));
        Assert.Same(palette, palette.With([new("backend-2")]));
    }

    [Fact]
    public void With_NoColourLeft_IsGrey()
    {
        var palette = ServerPalette.Empty.For(Enumerable.Range(1, 9).Select(i => new ServerId($"backend-{i}")));

        var planned = palette.With([new("edge-1"), new("edge-2")]);

        Assert.Equal([9, ServerPalette.Others], ColoursOf(planned, "edge-1", "edge-2"));
    }

    [Fact]
    public void ColourOf_UnknownServer_IsGrey() =>
        Assert.Equal(ServerPalette.Others, ServerPalette.Empty.ColourOf(new("gone-99999999999999")));

    [Theory]
    [InlineData(":root {")]
    [InlineData(":root[data-theme=\"dark\"] {")]
    public void Tokens_InEachTheme_AreColoursThatDiffer(string theme)
    {
        var css = Repository.Read("LoadBalancer.Dashboard", "wwwroot", "css", "tokens.css");
        var light = SeriesOf(css, ":root {");
        var colours = light.Keys.Select(name => SeriesOf(css, theme).GetValueOrDefault(name, light[name])).ToArray();

        Assert.Equal(ServerPalette.Colours + 1, colours.Length);
        for (var i = 0; i < colours.Length; i++)
        {
            var colour = colours[i];
            Assert.All(
                colours[..i], other => Assert.True(PerceivedColour.Distance(other, colour) > 0.1, $"{other} and {colour} look alike"));
        }
    }

    private static int[] ColoursOf(ServerPalette palette, params string[] ids) => [.. ids.Select(id => palette.ColourOf(new(id)))];

    private static Dictionary<string, string> SeriesOf(string css, string theme)
    {
        var begin = css.IndexOf(theme, StringComparison.Ordinal);
        var block = css[begin..css.IndexOf('}', begin)];
        return block.Split('\n').Select(line => line.Trim().TrimEnd(';').Split(": "))
            .Where(parts => parts[0].StartsWith("--series-", StringComparison.Ordinal))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
