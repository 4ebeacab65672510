using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>
/// Where nginx's <c>hash … consistent</c> puts points (src/http/modules/ngx_http_upstream_hash_module.c,
/// <c>ngx_http_upstream_update_chash</c>): a chain of CRC-32 (IEEE) over host, a zero byte, port and the previous hash.
/// Our positions have 64 bits: nginx's 32 stand in the upper half.
/// </summary>
/// <remarks>
/// <para>nginx's weight of 1 is our 100: both make 160 points, so nginx's weights 1 to 10 are our 100 to 1,000. Weights
/// between are ours alone: they take that much of nginx's chain. nginx's weights above 10 have no equal here, because
/// points are bounded (<see cref="RingLayout.MaxPoints"/>; nginx#191).</para>
/// <para>Two servers with a point at one of the 2³² positions share it in nginx by the order of its list (a stable sort
/// keeps the first, then drops the others); here the first id in ordinal order owns it, so list nginx's servers in
/// order of our ids to agree on those too. An empty key, which nginx spreads by round robin, is a key like any other.</para>
/// <para>Two members of one name share all points, and the first id owns them. Past the owner the candidates are the
/// distinct servers in nginx's order of points.</para>
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

    /// <summary>The number of points for a weight of ours, 1 to 1,000: 160 for each 100, rounded to the nearest; 2 to 1,600.</summary>
    public static int PointsFor(int weight) => ((weight * PointsPerNginxWeight) + (NginxWeight / 2)) / NginxWeight;

    /// <summary>Writes the first points of a server. O(points); a longer chain begins with the shorter one.</summary>
    /// <param name="name">
    /// The text of nginx's <c>server</c> directive. Digits after the last <c>:</c> are the port, else the whole is the
    /// host and the port is empty; of <c>unix:PATH</c> the path is the host.
    /// </param>
    /// <param name="positions">Filled from the beginning of the chain.</param>
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
