using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>Writes values for <see cref="StatisticsReader"/>. Not thread-safe.</summary>
internal sealed class StatisticsWriter
{
    private const int LongestNumber = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void WriteByte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void WriteNumber(long value)
    {
        var span = _bytes.GetSpan(LongestNumber);
        var length = 0;
        var left = (ulong)value;
        for (; left >= 0x80; left >>= 7)
        {
            span[length++] = (byte)(left | 0x80);
        }

        span[length++] = (byte)left;
        _bytes.Advance(length);
    }

    public void WriteHash(ulong hash)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), hash);
        _bytes.Advance(sizeof(ulong));
    }

    /// <summary>Writes text. A lone surrogate is written as U+FFFD.</summary>
    public void WriteText(string text)
    {
        WriteNumber(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
