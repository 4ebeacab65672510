using System.Buffers;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The beginning of a request's body, kept so that it can be sent again. The memory is pooled, and cleared before it is returned so that
/// one client's data cannot appear in another's buffer. Not thread-safe.
/// </summary>
internal sealed class ReplayBuffer
{
    private const int FirstRent = 4_096;

    private byte[] _bytes = [];

    /// <summary>The number of bytes that are kept.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that are kept.</summary>
    public ReadOnlyMemory<byte> Kept => _bytes.AsMemory(0, Count);

    /// <summary>Appends bytes. O(n), amortized.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="most">The maximum number of bytes to keep in total.</param>
    /// <returns><see langword="false"/> if the bytes do not fit; then nothing is appended.</returns>
    public bool TryAppend(in ReadOnlySequence<byte> bytes, int most)
    {
        var needed = Count + bytes.Length;
        if (needed > most)
        {
            return false;
        }

        if (needed > _bytes.Length)
        {
            Grow((int)needed);
        }

        bytes.CopyTo(_bytes.AsSpan(Count));
        Count = (int)needed;
        return true;
    }

    /// <summary>Discards the bytes and returns the memory.</summary>
    public void Release()
    {
        Count = 0;
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = [];
        }
    }

    private void Grow(int needed)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRent, needed * 2));
        Kept.CopyTo(grown);
        var count = Count;
        Release();
        _bytes = grown;
        Count = count;
    }
}
