using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace LoadBalancer.Core.Hashing;

/// <summary>The hash of a request's key: XxHash64 with seed 0 of its UTF-8 bytes (layout v1). Thread-safe.</summary>
public static class KeyHash
{
    private const int StackBytes = 512;

    /// <summary>Hashes bytes that are UTF-8 already. O(n), no allocation.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8) => XxHash64.HashToUInt64(utf8);

    /// <summary>
    /// Hashes text. O(n); no allocation, longer keys use a pooled buffer. A lone surrogate counts as U+FFFD.
    /// </summary>
    public static ulong Of(ReadOnlySpan<char> key)
    {
        var most = Encoding.UTF8.GetMaxByteCount(key.Length);
        if (most <= StackBytes)
        {
            Span<byte> buffer = stackalloc byte[StackBytes];
            return Of(buffer[..Encoding.UTF8.GetBytes(key, buffer)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Of(rented.AsSpan(0, Encoding.UTF8.GetBytes(key, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
