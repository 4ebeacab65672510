using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>
/// The positions of points in nginx's <c>hash … consistent</c> (src/http/modules/ngx_http_upstream_hash_module.c,
/// <c>ngx_http_upstream_update_chash</c>): a chain of CRC-32 (IEEE) over host, a zero byte, port, and the previous hash. Positions have 64
/// bits here: nginx's 32 bits are the upper half.
/// </summary>
/// <remarks>
/// <para>nginx's weight of 1 corresponds to 100 here: both have 160 points, so nginx's weights 1 to 10 correspond to 100 to 1,000. Weights
/// between have no equivalent in nginx: they take a proportional part of nginx's chain. nginx's weights above 10 have no equivalent here,
/// because points are limited (<see cref="RingLayout.MaxPoints"/>; nginx#191).</para>
/// <para>In nginx, two servers with a point at the same one of the 2³² positions share it by the order of its list (a stable sort keeps the
/// first, then drops the others); here the first id in ordinal order owns it, so list nginx's servers in the order of ids to agree on those
/// too. An empty key, which nginx distributes by round robin, is a key like any other.</para>
/// <para>Two members with the same name share all points, and the first id owns them. After the owner, the candidates are the distinct
/// servers in nginx's order of points.</para>
/// </remarks>
public static class KetamaLayout
{
    private const int ChainBytes = sizeof(uint);
    private const string UnixPrefix = "unix:";
    private const int PointsPerNginxWeight = 160;
    private const int NginxWeight = 100;

    /// <summary>This layout, for <see cref="HashRing"/>.</summary>
    internal static PointLayout Points { get; } =
        new(PlacementAlgorithm.Ketama, PointsFor, static (member, positions) => WritePoints(member.Name ?? member.Id, positions));

    /// <summary>Returns the number of points for a weight of 1 to 1,000: 160 for each 100, rounded to the nearest; 2 to 1,600.</summary>
    public static int PointsFor(int weight) => ((weight * PointsPerNginxWeight) + (NginxWeight / 2)) / NginxWeight;

    /// <summary>Writes the first points of a server. O(points); a longer chain begins with the shorter one.</summary>
    /// <param name="name">
    /// The text of nginx's <c>server</c> directive. Digits after the last <c>:</c> are the port, otherwise the whole text is the host and
    /// the port is empty; for <c>unix:PATH</c> the path is the host.
    /// </param>
    /// <param name="positions">The memory to fill, from the beginning of the chain.</param>
    public static void WritePoints(string name, Span<ulong> positions)
    {
        var (host, port) = Split(name);
        var text = new byte[Encoding.UTF8.GetMaxByteCount(name.Length + 1) + ChainBytes];
        var length = Encoding.UTF8.GetBytes(name.AsSpan()[host], text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(name.AsSpan()[port], text.AsSpan(length));

        var chain = text.AsSpan(length, ChainBytes);
        var whole = text.AsSpan(0, length + ChainBytes);
        for (var i = 0; i < positions.Length; i++)
        {
            var position = Crc32.HashToUInt32(whole);
            BinaryPrimitives.WriteUInt32LittleEndian(chain, position);
            positions[i] = (ulong)position << 32;
        }
    }

    private static (Range Host, Range Port) Split(string name)
    {
        if (name.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return (UnixPrefix.Length.., name.Length..);
        }

        var separator = name.AsSpan().LastIndexOfAnyExceptInRange('0', '9');
        return separator >= 0 && name[separator] == ':'
            ? (..separator, (separator + 1)..)
            : (.., name.Length..);
    }
}
