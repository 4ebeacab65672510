using System.Buffers;

namespace LoadBalancer.Proxy.Http2;

/// <summary>The content of a SETTINGS frame (RFC 9113 §6.5).</summary>
internal static class SettingsFrame
{
    private const ushort TableSize = 0x1;

    /// <summary>
    /// Returns the size of the table that Kestrel's encoder changes to, which is the client's but for a limit; -1 if the client does not
    /// change it.
    /// </summary>
    public static int HeaderTableSize(in ReadOnlySequence<byte> payload, int most)
    {
        var size = -1;
        var reader = new SequenceReader<byte>(payload);
        while (reader.TryReadBigEndian(out short name) && reader.TryReadBigEndian(out int value))
        {
            size = (ushort)name == TableSize ? (int)Math.Min((uint)value, (uint)most) : size;
        }

        return size;
    }
}
