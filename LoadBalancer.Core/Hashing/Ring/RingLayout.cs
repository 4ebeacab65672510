using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing.Ring;

/// <summary>
/// The positions of points, layout v1: a wire contract between gateways of different builds, frozen by golden files. A server's points
/// depend only on its id and weight; raising the weight only adds points.
/// </summary>
public static class RingLayout
{
    /// <summary>The version of this layout; part of the digest.</summary>
    public const int Version = 1;

    /// <summary>The number of points for each unit of a server's weight: 500 at the default weight of 100.</summary>
    public const int PointsPerWeight = 5;

    /// <summary>
    /// The maximum number of points of a ring, 16,777,216 (33,000 servers of the default weight need 16,500,000): some 20 bytes each, so no
    /// choice of weights takes more than about 340 MB.
    /// </summary>
    public const int MaxPoints = 1 << 24;

    private const int LongestSuffix = 12;

    /// <summary>This layout, for <see cref="HashRing"/>.</summary>
    internal static PointLayout Points { get; } =
        new(PlacementAlgorithm.Ring, PointsFor, static (member, positions) => WritePoints(member.Id, positions));

    /// <summary>Returns the number of points for a weight: exactly proportional, 5 to 5,000.</summary>
    public static int PointsFor(int weight) => weight * PointsPerWeight;

    /// <summary>Writes the first points of a server: XxHash64 (seed 0) of the UTF-8 text <c>id#i</c>, i = 0, 1, 2 …</summary>
    /// <param name="id">The server's id.</param>
    /// <param name="positions">The memory to fill, from i = 0.</param>
    public static void WritePoints(string id, Span<ulong> positions)
    {
        var text = new byte[Encoding.UTF8.GetMaxByteCount(id.Length) + LongestSuffix];
        var prefix = Encoding.UTF8.GetBytes(id, text);
        text[prefix++] = (byte)'#';
        for (var i = 0; i < positions.Length; i++)
        {
            i.TryFormat(text.AsSpan(prefix), out var digits, provider: CultureInfo.InvariantCulture);
            positions[i] = XxHash64.HashToUInt64(text.AsSpan(0, prefix + digits));
        }
    }
}
