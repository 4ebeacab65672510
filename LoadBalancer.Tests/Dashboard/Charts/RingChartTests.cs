using System.Globalization;
using System.Text.RegularExpressions;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.Charts;

namespace LoadBalancer.Tests.Dashboard.Charts;

public sealed partial class RingChartTests
{
    [Fact]
    public void Of_OneServer_IsAWholeCircle()
    {
        var chart = RingChart.Of(Placement.Build(PlacementAlgorithm.Ring, [new("a", 100)]))!;

        Assert.StartsWith("M0,-412A412,412,0,0,1,0,412", chart.Arcs.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Of_Servers_DrawsEachInProportionToItsShare(PlacementAlgorithm algorithm)
    {
        var placement = Placement.Build(algorithm, [new("a", 100), new("b", 200), new("c", 300)]);

        var chart = RingChart.Of(placement)!;

        var drawn = chart.Arcs.Select(StepsOf).ToArray();
        Assert.All(KeyShares.Of(placement).Zip(drawn), pair => Assert.Equal(pair.First.Share, pair.Second / drawn.Sum(), tolerance: 0.03));
    }

    [Fact]
    public void Of_ThousandsOfServers_IsNoLargerThanItsSteps()
    {
        var placement = Placement.Build(PlacementAlgorithm.Ring, Enumerable.Range(0, 2_000).Select(i => new PlacementMember($"s{i}", 100)));

        var arcs = RingChart.Of(placement)!.Arcs.Sum(path => path.Count(character => character == 'M'));

        Assert.InRange(arcs, 1, RingChart.Steps);
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Rendezvous)]
    public void Of_AlgorithmWithoutARing_IsNull(PlacementAlgorithm algorithm) =>
        Assert.Null(RingChart.Of(Placement.Build(algorithm, [new("a", 100)])));

    [Fact]
    public void Of_NoServers_IsNothing() =>
        Assert.Null(RingChart.Of(Placement.Build(PlacementAlgorithm.Ring, [])));

    [Fact]
    public void PointsOf_AServer_DrawsItsPoints()
    {
        var chart = RingChart.Of(Placement.Build(PlacementAlgorithm.Ring, [new("a", 1), new("b", 100)]))!;

        Assert.Equal(5, chart.PointsOf(0).Count(character => character == 'M'));
        Assert.InRange(chart.PointsOf(1).Count(character => character == 'M'), 300, 500);
    }

    [Theory]
    [InlineData(0UL, 0, -10)]
    [InlineData(0x4000_0000_0000_0000UL, 10, 0)]
    [InlineData(0x8000_0000_0000_0000UL, 0, 10)]
    [InlineData(0xC000_0000_0000_0000UL, -10, 0)]
    public void CirclePoint_OfAHash_GoesClockwiseFromTheTop(ulong hash, double x, double y)
    {
        var point = CirclePoint.Of(hash, radius: 10);

        Assert.Equal(x, point.X, tolerance: 1e-6);
        Assert.Equal(y, point.Y, tolerance: 1e-6);
    }

    /// <summary>Returns the total length of the arcs of a path, in radians.</summary>
    private static double StepsOf(string path) => path.Split('M', StringSplitOptions.RemoveEmptyEntries).Sum(arc =>
    {
        var numbers = Number().Matches(arc).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        var angle = Math.Atan2(numbers[^2], -numbers[^1]) - Math.Atan2(numbers[0], -numbers[1]);
        return angle < 0 ? angle + (2 * Math.PI) : angle;
    });

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
