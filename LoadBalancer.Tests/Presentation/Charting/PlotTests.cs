using LoadBalancer.Presentation;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Tests.Presentation.Charting;

public sealed class PlotTests
{
    [Fact]
    public void Layers_AreStackedBelowTheSum()
    {
        var plot = Plot.Layers("", Figures.Short, Figures.Rate, [("a", "c-0", [10, 0]), ("b", "c-1", [10, 40])]);

        Assert.Equal(40, plot.Axis.Top);
        Assert.Equal(["0", "10", "20", "30", "40"], plot.Ticks);
        Assert.Equal("M0,100L0,75L25,75L75,100L100,100L100,100Z", plot.Series[0].Path.In(100, 100));
        Assert.Equal("M0,100L0,50L25,50L75,0L100,0L100,100Z", plot.Series[1].Path.In(100, 100));
        Assert.Equal("layer c-1", plot.Series[1].Class);
    }

    [Fact]
    public void Layers_None_IsAnEmptyPlot() => Assert.Empty(Plot.Layers("", Figures.Short, Figures.Rate, []).Series);

    [Fact]
    public void Layers_WithoutIntervals_HaveNoPath() =>
        Assert.True(Plot.Layers("", Figures.Short, Figures.Rate, [("a", "c-0", [])]).Series[0].Path.IsEmpty);
}
