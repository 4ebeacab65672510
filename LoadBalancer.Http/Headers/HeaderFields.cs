using System.Runtime.InteropServices;

namespace LoadBalancer.Http.Headers;

/// <summary>The fields of a head in the order in which they came. Used again for each message; not thread-safe.</summary>
internal sealed class HeaderFields
{
    private readonly List<HeaderField> _fields = new(32);
    private uint _kinds;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<HeaderField> All => CollectionsMarshal.AsSpan(_fields);

    public int Count => _fields.Count;

    /// <summary>Another message begins.</summary>
    public void Clear()
    {
        _fields.Clear();
        _kinds = 0;
    }

    public void Add(in HeaderField field)
    {
        _fields.Add(field);
        _kinds |= 1u << (int)field.Kind;
    }

    /// <summary>Whether there is a field of this kind.</summary>
    public bool Has(HeaderKind kind) => (_kinds & (1u << (int)kind)) != 0;
}
