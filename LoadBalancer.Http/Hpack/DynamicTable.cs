namespace LoadBalancer.Http.Hpack;

/// <summary>
/// The fields that a peer has added to its table (RFC 7541 §2.3.2), the newest first. The bytes of all entries are in one array, in the
/// order of their insertion, which grows with its content and is compacted when its end is reached. Not thread-safe.
/// </summary>
internal sealed class DynamicTable
{
    /// <summary>What an entry counts for in addition to its name and value (§4.1).</summary>
    public const int EntryOverhead = 32;

    private const int FewestEntries = 8;
    private const int FewestBytes = 256;

    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private Entry[] _entries = [];
    private int _newest;

    /// <param name="maxSize">The maximum size at first.</param>
    public DynamicTable(int maxSize) => MaxSize = maxSize;

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The size of all entries together, with their overhead.</summary>
    public int Size { get; private set; }

    /// <summary>The maximum <see cref="Size"/>.</summary>
    public int MaxSize { get; private set; }

    /// <summary>Changes the maximum size; the oldest entries that do not fit any more are removed.</summary>
    public void Resize(int maxSize)
    {
        MaxSize = maxSize;
        Evict(maxSize);
    }

    /// <summary>
    /// Adds an entry in front of all others; the oldest ones make room. An entry that is larger than the table empties it. The name and the
    /// value must not be in the table's own memory.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="nameIndex">The index of the name in the static table, or 0.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int nameIndex)
    {
        var length = name.Length + value.Length;
        var size = length + EntryOverhead;
        Evict(MaxSize - size);
        if (size > MaxSize)
        {
            return;
        }

        MakeRoom(length);
        name.CopyTo(_bytes.AsSpan(_end));
        value.CopyTo(_bytes.AsSpan(_end + name.Length));
        _newest = (_newest + _entries.Length - 1) % _entries.Length;
        _entries[_newest] = new(_end, name.Length, value.Length, nameIndex);
        _end += length;
        Size += size;
        Count++;
    }

    /// <param name="index">From 0, the newest entry, to less than <see cref="Count"/>.</param>
    public HpackField this[int index]
    {
        get
        {
            ref readonly var entry = ref _entries[(_newest + index) % _entries.Length];
            return new()
            {
                Name = _bytes.AsSpan(entry.Start, entry.NameLength),
                Value = _bytes.AsSpan(entry.Start + entry.NameLength, entry.ValueLength),
                NameIndex = entry.NameIndex,
            };
        }
    }

    private void Evict(int mostLeft)
    {
        while (Count > 0 && Size > mostLeft)
        {
            ref readonly var oldest = ref _entries[(_newest + Count - 1) % _entries.Length];
            var length = oldest.NameLength + oldest.ValueLength;
            Size -= length + EntryOverhead;
            _start = oldest.Start + length;
            Count--;
        }

        if (Count == 0)
        {
            _start = _end = 0;
        }
    }

    private void MakeRoom(int length)
    {
        if (Count == _entries.Length)
        {
            var grown = new Entry[Math.Max(FewestEntries, Count * 2)];
            for (var i = 0; i < Count; i++)
            {
                grown[i] = _entries[(_newest + i) % _entries.Length];
            }

            (_entries, _newest) = (grown, 0);
        }

        if (_end + length <= _bytes.Length)
        {
            return;
        }

        // Half of the array is free after this, so that moving costs O(1) for each byte added.
        var live = _end - _start;
        var bytes = (live + length) * 2 > _bytes.Length ? new byte[Math.Max(FewestBytes, (live + length) * 2)] : _bytes;
        _bytes.AsSpan(_start, live).CopyTo(bytes);
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref _entries[(_newest + i) % _entries.Length];
            entry = entry with { Start = entry.Start - _start };
        }

        (_bytes, _start, _end) = (bytes, 0, live);
    }

    private readonly record struct Entry(int Start, int NameLength, int ValueLength, int NameIndex);
}
