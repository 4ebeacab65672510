namespace LoadBalancer.Core.Statistics;

/// <summary>
/// The counts of a <see cref="SpaceSaving"/>: its entries in groups of equal count, with the groups as a list in order of count, so that
/// incrementing a count and finding the lowest one take constant time. Not thread-safe; does not allocate after the constructor.
/// </summary>
internal sealed class CountGroups
{
    private const int None = -1;

    private readonly Member[] _members;
    private readonly Group[] _groups;
    private int _lowest;
    private int _free;

    public CountGroups(int places)
    {
        _members = new Member[places];

        // While an entry moves to the next group, there may be one more group than there are entries.
        _groups = new Group[places + 1];
        Clear();
    }

    public long LowestCount => _groups[_lowest].Count;

    /// <summary>One of the entries with the lowest count.</summary>
    public int Rarest => _groups[_lowest].First;

    public long CountOf(int place) => _groups[_members[place].Group].Count;

    /// <summary>Sets the count of an unused entry to 1.</summary>
    public void Add(int place)
    {
        if (_lowest == None || _groups[_lowest].Count != 1)
        {
            _lowest = Insert(count: 1, after: None);
        }

        Attach(place, _lowest);
    }

    public void Increment(int place)
    {
        var group = _members[place].Group;
        var count = _groups[group].Count + 1;
        var next = _groups[group].Next;
        if (next == None || _groups[next].Count != count)
        {
            next = Insert(count, after: group);
        }

        Detach(place);
        Attach(place, next);
        if (_groups[group].First == None)
        {
            Remove(group);
        }
    }

    public void Clear()
    {
        _lowest = None;
        _free = 0;
        for (var group = 0; group < _groups.Length; group++)
        {
            _groups[group].Next = group + 1 < _groups.Length ? group + 1 : None;
        }
    }

    private void Attach(int place, int group)
    {
        var first = _groups[group].First;
        _members[place] = new() { Group = group, Previous = None, Next = first };
        if (first != None)
        {
            _members[first].Previous = place;
        }

        _groups[group].First = place;
    }

    private void Detach(int place)
    {
        var (group, previous, next) = (_members[place].Group, _members[place].Previous, _members[place].Next);
        if (previous == None)
        {
            _groups[group].First = next;
        }
        else
        {
            _members[previous].Next = next;
        }

        if (next != None)
        {
            _members[next].Previous = previous;
        }
    }

    private int Insert(long count, int after)
    {
        var group = _free;
        _free = _groups[group].Next;
        var next = after == None ? _lowest : _groups[after].Next;
        _groups[group] = new() { Count = count, First = None, Previous = after, Next = next };
        if (after != None)
        {
            _groups[after].Next = group;
        }

        if (next != None)
        {
            _groups[next].Previous = group;
        }

        return group;
    }

    private void Remove(int group)
    {
        var (previous, next) = (_groups[group].Previous, _groups[group].Next);
        if (previous == None)
        {
            _lowest = next;
        }
        else
        {
            _groups[previous].Next = next;
        }

        if (next != None)
        {
            _groups[next].Previous = previous;
        }

        _groups[group].Next = _free;
        _free = group;
    }

    private struct Member
    {
        public int Group;
        public int Previous;
        public int Next;
    }

    private struct Group
    {
        public long Count;
        public int First;
        public int Previous;
        public int Next;
    }
}
