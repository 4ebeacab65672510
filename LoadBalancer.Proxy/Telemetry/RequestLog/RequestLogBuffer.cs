using System.Numerics;
using System.Runtime.CompilerServices;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>
/// Lines that wait to be written, one behind the other in a ring of bytes. Any number of threads add, without locks and
/// allocations; one takes. What does not fit is dropped and counted.
/// </summary>
internal sealed class RequestLogBuffer
{
    /// <summary>Before each line its length, which is written last. Places are multiples of eight, so that it is never split.</summary>
    private const int Header = sizeof(int);
    private const int Alignment = 8;

    private readonly byte[] _ring;
    private long _reserved;
    private long _released;
    private long _dropped;

    /// <param name="capacity">Bytes, rounded up to a power of two.</param>
    public RequestLogBuffer(int capacity) => _ring = new byte[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    /// <summary>Lines that found no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <returns>Whether there was room.</returns>
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

    /// <summary>Takes as many whole lines as are there and fit.</summary>
    /// <param name="target">Where they go, one behind the other.</param>
    /// <param name="lines">How many there were.</param>
    /// <returns>Their bytes; 0 if nothing waits, or if the first line is longer than the target.</returns>
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

    /// <summary>The length of the line that would be taken next; 0 if there is none.</summary>
    public int NextLength => Volatile.Read(ref LengthAt(_released));

    private static int SizeOf(int length) => (Header + length + Alignment - 1) & -Alignment;

    private int PlaceOf(long position) => (int)(position & (_ring.Length - 1));

    private ref int LengthAt(long position) => ref Unsafe.As<byte, int>(ref _ring[PlaceOf(position)]);

    /// <summary>What is free is zero: a length may come to lie anywhere.</summary>
    private void Release(long start, int size)
    {
        var place = PlaceOf(start);
        var untilEnd = Math.Min(size, _ring.Length - place);
        _ring.AsSpan(place, untilEnd).Clear();
        _ring.AsSpan(0, size - untilEnd).Clear();
        Volatile.Write(ref _released, start + size);
    }
}
