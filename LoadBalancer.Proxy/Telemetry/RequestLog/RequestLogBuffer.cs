using System.Numerics;
using System.Runtime.CompilerServices;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>
/// A ring buffer of lines that wait to be written. Any number of threads add lines, without locks or allocation; one thread takes them.
/// Lines that do not fit are dropped and counted.
/// </summary>
internal sealed class RequestLogBuffer
{
    /// <summary>
    /// The size of the length in front of each line, which is written last. Positions are multiples of eight, so the length is never split.
    /// </summary>
    private const int Header = sizeof(int);
    private const int Alignment = 8;

    private readonly byte[] _ring;
    private long _reserved;
    private long _released;
    private long _dropped;

    /// <param name="capacity">The capacity in bytes, rounded up to a power of two.</param>
    public RequestLogBuffer(int capacity) => _ring = new byte[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    /// <summary>The number of dropped lines.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <returns>Whether the line fit.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        var size = SizeOf(line.Length);
        var start = Volatile.Read(ref _reserved);
        while (true)
        {
            if (start + size - Volatile.Read(ref _released) > _ring.Length)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            var seen = Interlocked.CompareExchange(ref _reserved, start + size, start);
            if (seen == start)
            {
                break;
            }

            start = seen;
        }

        var place = PlaceOf(start + Header);
        var untilEnd = Math.Min(line.Length, _ring.Length - place);
        line[..untilEnd].CopyTo(_ring.AsSpan(place));
        line[untilEnd..].CopyTo(_ring);
        Volatile.Write(ref LengthAt(start), line.Length);
        return true;
    }

    /// <summary>Takes as many whole lines as are available and fit.</summary>
    /// <param name="target">The buffer for the lines, which are stored consecutively.</param>
    /// <param name="lines">The number of lines taken.</param>
    /// <returns>The number of bytes; 0 if no line is waiting, or if the first line is longer than the target.</returns>
    public int Take(Span<byte> target, out int lines)
    {
        var taken = 0;
        lines = 0;
        while (true)
        {
            var start = _released;
            var length = Volatile.Read(ref LengthAt(start));
            if (length == 0 || length > target.Length - taken)
            {
                return taken;
            }

            var place = PlaceOf(start + Header);
            var untilEnd = Math.Min(length, _ring.Length - place);
            _ring.AsSpan(place, untilEnd).CopyTo(target[taken..]);
            _ring.AsSpan(0, length - untilEnd).CopyTo(target[(taken + untilEnd)..]);
            Release(start, SizeOf(length));
            taken += length;
            lines++;
        }
    }

    /// <summary>The length of the next line; 0 if there is none.</summary>
    public int NextLength => Volatile.Read(ref LengthAt(_released));

    private static int SizeOf(int length) => (Header + length + Alignment - 1) & -Alignment;

    private int PlaceOf(long position) => (int)(position & (_ring.Length - 1));

    private ref int LengthAt(long position) => ref Unsafe.As<byte, int>(ref _ring[PlaceOf(position)]);

    /// <summary>Clears and releases space. Free space must be zero, since a length may be stored at any position.</summary>
    private void Release(long start, int size)
    {
        var place = PlaceOf(start);
        var untilEnd = Math.Min(size, _ring.Length - place);
        _ring.AsSpan(place, untilEnd).Clear();
        _ring.AsSpan(0, size - untilEnd).Clear();
        Volatile.Write(ref _released, start + size);
    }
}
