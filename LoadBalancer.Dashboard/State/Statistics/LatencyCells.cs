using System.Buffers;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>
/// The latency histograms of one interval in a single array of bytes, two or three for each nonempty bucket: its distance from the previous
/// one and its count, as varints (LEB128). Immutable, thread-safe.
/// </summary>
internal sealed class LatencyCells
{
    private readonly int[] _starts;
    private readonly byte[] _bytes;

    private LatencyCells(int[] starts, byte[] bytes)
    {
        _starts = starts;
        _bytes = bytes;
    }

    /// <summary>Adds one of the histograms to counts by bucket. O(n) in its nonempty buckets.</summary>
    /// <param name="row">The row of the histogram.</param>
    /// <param name="buckets">The counts.</param>
    /// <param name="sign">1 to add, -1 to subtract.</param>
    public void AddTo(int row, Span<long> buckets, int sign)
    {
        var bytes = _bytes.AsSpan(_starts[row].._starts[row + 1]);
        for (var bucket = 0; !bytes.IsEmpty; bucket++)
        {
            bucket += (int)Read(ref bytes);
            buckets[bucket] += sign * Read(ref bytes);
        }
    }

    /// <summary>Whether it has the same histograms.</summary>
    public bool HasContentOf(LatencyCells other) =>
        _starts.AsSpan().SequenceEqual(other._starts) && _bytes.AsSpan().SequenceEqual(other._bytes);

    private static long Read(ref Span<byte> bytes)
    {
        var (value, shift, read) = (0L, 0, 0);
        while (bytes[read] >= 0x80)
        {
            value |= (long)(bytes[read++] & 0x7F) << shift;
            shift += 7;
        }

        value |= (long)bytes[read] << shift;
        bytes = bytes[(read + 1)..];
        return value;
    }

    /// <summary>Takes one histogram after the other.</summary>
    internal sealed class Builder(int rows)
    {
        /// <summary>Of a number of 64 bits.</summary>
        private const int LongestNumber = 10;

        private readonly int[] _starts = new int[rows + 1];
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private int _rows;

        /// <summary>Appends the histogram of the next row. O(buckets), vectorized over empty ones.</summary>
        /// <param name="buckets">The counts by bucket.</param>
        public void Add(ReadOnlySpan<long> buckets)
        {
            var next = 0;
            while (buckets[next..].IndexOfAnyExcept(0) is >= 0 and var distance)
            {
                Write(distance, buckets[next + distance]);
                next += distance + 1;
            }

            _starts[++_rows] = _bytes.WrittenCount;
        }

        /// <summary>Appends the histogram of the next row. O(n) in its nonempty buckets.</summary>
        public void Add(LatencyHistogram histogram)
        {
            var next = 0;
            foreach (var (bucket, requests) in histogram.Counts)
            {
                Write(bucket - next, requests);
                next = bucket + 1;
            }

            _starts[++_rows] = _bytes.WrittenCount;
        }

        public LatencyCells Build() => new(_starts, _bytes.WrittenSpan.ToArray());

        private void Write(int distance, long requests)
        {
            var span = _bytes.GetSpan(2 * LongestNumber);
            var written = Write(span, distance);
            _bytes.Advance(written + Write(span[written..], requests));
        }

        private static int Write(Span<byte> span, long value)
        {
            var length = 0;
            for (; value >= 0x80; value >>= 7)
            {
                span[length++] = (byte)(value | 0x80);
            }

            span[length++] = (byte)value;
            return length;
        }
    }
}
