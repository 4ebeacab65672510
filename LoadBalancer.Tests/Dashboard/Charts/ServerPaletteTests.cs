using LoadBalancer.Dashboard.Charts;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed class ServerPaletteTests
{
    [Fact]
    public void For_NumberedServers_GivesEachItsOwnColourInTurn()
    {
        var palette = ServerPalette.Empty.For(["backend-3", "backend-1", "backend-2"]);

        Assert.Equal([0, 1, 2], Enumerable.Range(1, 3).Select(number => palette.ColourOf($"backend-{number}")));
    }

    [Fact]
    public void For_AsManyServersAsColours_GivesNoColourTwice()
    {
        var ids = Enumerable.Range(0, ServerPalette.Colours).Select(i => $"server-{(char)('a' + i)}").ToArray();

        var palette = ServerPalette.Empty.For(ids);

        Assert.Equal(ServerPalette.Colours, ids.Select(palette.ColourOf).Distinct().Count());
    }

    [Fact]
    public void For_AServerThatJoins_LeavesTheOthersTheirColours()
    {
        string[] before = ["cart", "catalog", "search"];
        var palette = ServerPalette.Empty.For(before);

        var next = palette.For([.. before, "account", "billing"]);

        Assert.Equal(before.Select(palette.ColourOf), before.Select(next.ColourOf));
    }

    [Fact]
    public void For_TheSameServers_ReturnsTheSamePalette()
    {
        var palette = ServerPalette.Empty.For(["a", "b"]);

        Assert.Same(palette, palette.For(["b", "a", "a"]));
    }

    [Fact]
    public void For_MoreServersThanColours_SpreadsNumberedOnesEvenly()
    {
        var ids = Enumerable.Range(1, 200).Select(i => $"backend-{i}").ToArray();

        var palette = ServerPalette.Empty.For(ids);

        Assert.All(ids.GroupBy(palette.ColourOf), colour => Assert.InRange(colour.Count(), 18, 22));
    }

    [Fact]
    public void ColourOf_AnUnknownServer_IsAColourAllTheSame() =>
        Assert.InRange(ServerPalette.Empty.ColourOf("gone-99999999999999"), 0, ServerPalette.Colours - 1);
}
