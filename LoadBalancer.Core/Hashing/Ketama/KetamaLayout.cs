using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>
/// Where nginx's <c>hash … consistent</c> puts points (src/http/modules/ngx_http_upstream_hash_module.c,
/// <c>ngx_http_upstream_update_chash</c>): a chain of CRC-32 (IEEE) over host, a zero byte, port and the previous hash.
/// Our positions have 64 bits: nginx's 32 stand in the upper half.
/// </summary>
public static class KetamaLayout
{
    private const int ChainBytes = sizeof(uint);
    private const string UnixPrefix = "unix:";
    private const int PointsPerNginxWeight = 160;
    private const int NginxWeight = 100;

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
