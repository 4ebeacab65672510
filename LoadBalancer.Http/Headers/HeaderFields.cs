using System.Runtime.InteropServices;

namespace LoadBalancer.Http.Headers;

/// <summary>The headers of a head in the order in which they were received. Reused for each message; not thread-safe.</summary>
internal sealed class HeaderFields
{
    private const int UsualCount = 32;
    private const int MostKept = 256;

    private readonly List<HeaderField> _fields = new(UsualCount);
    private uint _kinds;

    /// <summary>All headers.</summary>
    public ReadOnlySpan<HeaderField> All => CollectionsMarshal.AsSpan(_fields);

    public int Count => _fields.Count;

    /// <summary>Removes all headers, for the next message.</summary>
    public void Clear()
    {
        _fields.Clear();
        _kinds = 0;
        if (_fields.Capacity > MostKept)
        {
            _fields.Capacity = UsualCount;
        }
    }

    public void Add(in HeaderField field)
    {
        _fields.Add(field);
        _kinds |= 1u << (int)field.Kind;
    }

    /// <summary>Replaces the first header of the same kind, if there is one.</summary>
    public void Replace(in HeaderField field)
    {
        var kind = field.Kind;
        if (_fields.FindIndex(other => other.Kind == kind) is >= 0 and var index)
        {
            _fields[index] = field;
        }
    }

    /// <summary>Whether there is a header of this kind.</summary>
    public bool Has(HeaderKind kind) => (_kinds & (1u << (int)kind)) != 0;
}
