using System.Numerics;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Finds the most frequent keys of a stream in bounded memory: Space-Saving with its stream summary (Metwally et al., ICDT 2005). A key
/// that is not held replaces one of the rarest, and inherits its count as its error; so with n requests and k entries every key with more
/// than n/k of them is held. Keys are copied into preallocated memory, so that nothing is allocated after the constructor. Not thread-safe.
/// </summary>
internal sealed class SpaceSaving
{
    private readonly Entry[] _entries;
    private readonly char[] _texts;
    private readonly int[] _table;
    private readonly int _shift;
    private readonly CountGroups _groups;
    private int _held;

    public SpaceSaving(int capacity)
    {
        _entries = new Entry[capacity];
        _texts = new char[capacity * HotKey.LongestText];
        var bits = BitOperations.Log2((uint)capacity) + 2;
        _table = new int[1 << bits];
        _shift = 64 - bits;
        _groups = new(capacity);
    }

    /// <summary>The maximum number of requests of a key that is not held.</summary>
    private long Floor => _held < _entries.Length ? 0 : _groups.LowestCount;

    /// <summary>Counts a request. O(length of the key).</summary>
    public void Record(ulong hash, ReadOnlySpan<char> key)
    {
        key = key.Length <= HotKey.LongestText ? key : Cut(key);
        var slot = HomeOf(hash);
        while (_table[slot] is > 0 and var taken)
        {
            if (_entries[taken - 1].Hash == hash && TextOf(taken - 1).SequenceEqual(key))
            {
                _groups.Increment(taken - 1);
                return;
            }

            slot = Next(slot);
        }

        if (_held < _entries.Length)
        {
            Put(_held, slot, hash, key, error: 0);
            _groups.Add(_held++);
            return;
        }

        var rarest = _groups.Rarest;
        var error = _groups.LowestCount;
        Remove(rarest);
        Put(rarest, FreeSlotFor(hash), hash, key, error);
        _groups.Increment(rarest);
    }

    /// <summary>Returns the keys that are guaranteed to have occurred twice, and the bound on all others. O(capacity).</summary>
    public HotKeySummary Read()
    {
        var keys = new List<HotKey>();
        var unlisted = Floor;
        for (var place = 0; place < _held; place++)
        {
            var (requests, entry) = (_groups.CountOf(place), _entries[place]);
            if (requests - entry.Error >= 2)
            {
                keys.Add(new(new(TextOf(place)), entry.Hash, requests, entry.Error));
            }
            else
            {
                unlisted = Math.Max(unlisted, requests);
            }
        }

        return new(HotKeySummary.InOrder(keys), unlisted);
    }

    /// <summary>Removes all keys.</summary>
    public void Clear()
    {
        _held = 0;
        _groups.Clear();
        Array.Clear(_table);
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> key) =>
        key[..(char.IsHighSurrogate(key[HotKey.LongestText - 1]) ? HotKey.LongestText - 1 : HotKey.LongestText)];

    private ReadOnlySpan<char> TextOf(int place) => _texts.AsSpan(place * HotKey.LongestText, _entries[place].Length);

    /// <summary>Returns the home slot of a hash. Mixes hashes with entropy in the upper half only, such as those of CRC-32.</summary>
    private int HomeOf(ulong hash) => (int)((hash * 0x9E37_79B9_7F4A_7C15) >> _shift);

    private int Next(int slot) => (slot + 1) & (_table.Length - 1);

    private int FreeSlotFor(ulong hash)
    {
        var slot = HomeOf(hash);
        while (_table[slot] > 0)
        {
            slot = Next(slot);
        }

        return slot;
    }

    private void Put(int place, int slot, ulong hash, ReadOnlySpan<char> key, long error)
    {
        key.CopyTo(_texts.AsSpan(place * HotKey.LongestText));
        _entries[place] = new(hash, error, key.Length);
        _table[slot] = place + 1;
    }

    /// <summary>Removes an entry from the table and closes the gap, so that entries behind it can still be found.</summary>
    private void Remove(int place)
    {
        var gap = HomeOf(_entries[place].Hash);
        while (_table[gap] != place + 1)
        {
            gap = Next(gap);
        }

        for (var slot = Next(gap); _table[slot] is > 0 and var taken; slot = Next(slot))
        {
            var home = HomeOf(_entries[taken - 1].Hash);
            if (((slot - home) & (_table.Length - 1)) >= ((slot - gap) & (_table.Length - 1)))
            {
                _table[gap] = taken;
                gap = slot;
            }
        }

        _table[gap] = 0;
    }

    private readonly record struct Entry(ulong Hash, long Error, int Length);
}
