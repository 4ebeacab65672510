using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// Reads the output of <see cref="StatisticsWriter"/>, or arbitrary bytes: after the first invalid value it has failed, and returns zeros
/// and empty text from then on, so callers need to check only once, at the end.
/// </summary>
internal ref struct StatisticsReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Above any possible count, and small enough that thousands of intervals can be summed without overflow.</summary>
    public const long MostRequests = 1L << 40;

    private const int BitsOfMost = 41;

    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Whether a value was invalid.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether all bytes were read and valid.</summary>
    public readonly bool IsAtEnd => !HasFailed && _left.IsEmpty;

    public byte ReadByte()
    {
        if (HasFailed || _left.IsEmpty)
        {
            Fail();
            return 0;
        }

        var value = _left[0];
        _left = _left[1..];
        return value;
    }

    /// <summary>Reads a number from 0 to the allowed maximum.</summary>
    public long ReadNumber(long most = MostRequests)
    {
        var value = 0L;
        for (var shift = 0; shift < BitsOfMost; shift += 7)
        {
            var next = ReadByte();
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return HasFailed || value > most ? Fail() : value;
            }
        }

        return Fail();
    }

    public ulong ReadHash() => Take(sizeof(ulong)) is { IsEmpty: false } hash ? BinaryPrimitives.ReadUInt64LittleEndian(hash) : 0;

    public string ReadText()
    {
        var text = Take((int)ReadNumber(_left.Length));
        if (Utf8.IsValid(text))
        {
            return Encoding.UTF8.GetString(text);
        }

        Fail();
        return "";
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (HasFailed || length > _left.Length)
        {
            Fail();
            return [];
        }

        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }

    private long Fail()
    {
        HasFailed = true;
        return 0;
    }
}
