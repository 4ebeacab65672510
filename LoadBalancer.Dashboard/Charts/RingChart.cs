using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// The circle with each server's arcs: one path per server, the same for all viewers. The circle is drawn in <see cref="Steps"/> steps,
/// finer than a screen's resolution, each with the owner of the hash at its middle, so that the size of the drawing is limited, however
/// many points there are. Immutable.
/// </summary>
internal sealed class RingChart
{
    /// <summary>The radius of the middle of the band; the drawing extends from −500 to 500.</summary>
    public const int Radius = 412;

    /// <summary>The number of steps of the circle.</summary>
    public const int Steps = 1_440;

    /// <summary>How far an arc extends under the next one, in steps: between arcs that only touch, the page would show through.</summary>
    private const double Overlap = 0.4;

    private const int PointsFrom = 464;
    private const int PointsTo = 490;

    private RingChart(IPlacement placement, ImmutableArray<string> arcs)
    {
        Placement = placement;
        Arcs = arcs;
    }

    /// <summary>The placement that is drawn.</summary>
    public IPlacement Placement { get; }

    /// <summary>Each member's arcs, in the placement's order; empty if it owns none that is wide enough.</summary>
    public ImmutableArray<string> Arcs { get; }

    /// <summary>Returns the chart of a placement that has a circle; <see langword="null"/> if it has none, or no members.</summary>
    public static RingChart? Of(IPlacement placement) =>
        HasCircle(placement.Algorithm) && placement.PointCount > 0 ? new(placement, ArcsOf(placement)) : null;

    /// <summary>Whether an algorithm places keys on a circle.</summary>
    public static bool HasCircle(PlacementAlgorithm algorithm) => algorithm is PlacementAlgorithm.Ring or PlacementAlgorithm.Ketama;

    /// <summary>Returns a member's points as strokes outside the band. O(points).</summary>
    public string PointsOf(int member)
    {
        var path = new StringBuilder();
        var last = -1;
        foreach (var point in AllPoints().Where(point => point.Owner == member))
        {
            var step = StepOf(point.Position);
            if (step != last)
            {
                last = step;
                Append(path, 'M', CirclePoint.Of(point.Position, PointsFrom));
                Append(path, 'L', CirclePoint.Of(point.Position, PointsTo));
            }
        }

        return path.ToString();
    }

    private static int StepOf(ulong position) => (int)(position / (ulong.MaxValue / Steps + 1));

    private static ulong MiddleOf(int step) => (ulong)((step + 0.5) * (ulong.MaxValue / (double)Steps));

    private static ImmutableArray<string> ArcsOf(IPlacement placement)
    {
        var paths = placement.Members.Select(_ => new StringBuilder()).ToArray();
        var begin = 0;
        var owner = placement.Owner(MiddleOf(0));
        for (var step = 1; step <= Steps; step++)
        {
            var next = step < Steps ? placement.Owner(MiddleOf(step)) : -1;
            if (next != owner)
            {
                AppendArc(paths[owner], begin, step);
                begin = step;
                owner = next;
            }
        }

        return [.. paths.Select(path => path.ToString())];
    }

    private static void AppendArc(StringBuilder path, int begin, int end)
    {
        // An arc with equal ends draws nothing; a whole circle takes two arcs.
        var middle = (begin + end) / 2;
        Append(path, 'M', CirclePoint.Of((double)begin / Steps, Radius));
        if (end - begin > Steps / 2)
        {
            ArcTo(path, (double)middle / Steps);
        }

        ArcTo(path, (end + Overlap) / Steps);
    }

    private static void ArcTo(StringBuilder path, double part)
    {
        path.Append(CultureInfo.InvariantCulture, $"A{Radius},{Radius},0,0,1,");
        var (x, y) = CirclePoint.Of(part, Radius);
        path.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
    }

    private static void Append(StringBuilder path, char command, CirclePoint point) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{point.X:0.#},{point.Y:0.#}");

    private IEnumerable<RingPoint> AllPoints() => Placement switch
    {
        HashRing ring => ring.Points(),
        _ => [],
    };
}
