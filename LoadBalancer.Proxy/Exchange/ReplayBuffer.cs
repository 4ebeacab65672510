using System.Buffers;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The beginning of a request's body, kept so that it can be sent again. The memory is pooled, and cleared before it returns: what one
/// client sent must not appear in another's buffer. Not thread-safe.
/// </summary>
internal sealed class ReplayBuffer
{
    private const int FirstRent = 4_096;

    private byte[] _bytes = [];

    /// <summary>How many bytes are kept.</summary>
    public int Count { get; private set; }

    /// <summary>What is kept.</summary>
    public ReadOnlyMemory<byte> Kept => _bytes.AsMemory(0, Count);

    /// <summary>Appends bytes. O(n), amortized.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="most">How many bytes may be kept in total.</param>
    /// <returns><see langword="false"/> if they do not fit; then nothing is appended.</returns>
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

    /// <summary>Returns the memory; nothing is kept any more.</summary>
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
