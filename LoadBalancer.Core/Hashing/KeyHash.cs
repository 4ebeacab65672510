using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing;

/// <summary>
/// The hash of a request's key from its UTF-8 bytes (layout v1): XxHash64 with seed 0, or for
/// <see cref="PlacementAlgorithm.Ketama"/> nginx's CRC-32 (IEEE) in the upper half of the 64 bits. Thread-safe.
/// </summary>
public static class KeyHash
{
    private const int StackBytes = 512;

    /// <summary>Hashes UTF-8 bytes, for every algorithm except Ketama. O(n), does not allocate.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8) => XxHash64.HashToUInt64(utf8);

    /// <summary>Hashes text, for every algorithm except Ketama; see <see cref="Of(PlacementAlgorithm, ReadOnlySpan{char})"/>.</summary>
    public static ulong Of(ReadOnlySpan<char> key) => Of(PlacementAlgorithm.Ring, key);

    /// <summary>Hashes UTF-8 bytes. O(n), does not allocate.</summary>
    /// <param name="algorithm">The algorithm that places the key.</param>
    /// <param name="utf8">The key; empty is a key like any other.</param>
    public static ulong Of(PlacementAlgorithm algorithm, ReadOnlySpan<byte> utf8) =>
        algorithm == PlacementAlgorithm.Ketama ? (ulong)Crc32.HashToUInt32(utf8) << 32 : XxHash64.HashToUInt64(utf8);

    /// <summary>Hashes text. O(n); does not allocate, longer keys use a pooled buffer. A lone surrogate counts as U+FFFD.</summary>
    /// <param name="algorithm">The algorithm that places the key.</param>
    /// <param name="key">The key; empty is a key like any other.</param>
    public static ulong Of(PlacementAlgorithm algorithm, ReadOnlySpan<char> key)
    {
        var most = Encoding.UTF8.GetMaxByteCount(key.Length);
        if (most <= StackBytes)
        {
            Span<byte> buffer = stackalloc byte[StackBytes];
            return Of(algorithm, buffer[..Encoding.UTF8.GetBytes(key, buffer)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Of(algorithm, rented.AsSpan(0, Encoding.UTF8.GetBytes(key, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
