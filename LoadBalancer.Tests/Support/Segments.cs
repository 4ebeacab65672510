using System.Buffers;

namespace LoadBalancer.Tests.Support;

/// <summary>Splits bytes into segments as a pipe does, here of one to three bytes each.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private const int Longest = 3;

    private Segments(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

    public static ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes)
    {
        var first = new Segments(bytes[..Math.Min(1, bytes.Length)], 0);
        var last = first;
        for (var start = first.Memory.Length; start < bytes.Length; start += last.Memory.Length)
        {
            var next = new Segments(bytes.Slice(start, Math.Min(1 + (start % Longest), bytes.Length - start)), start);
            last.Next = next;
            last = next;
        }

        return new(first, 0, last, last.Memory.Length);
    }
}
