using System.Buffers;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// The head of a request as it came, byte for byte, and what the gateway has found in it. Kept until the request has ended,
/// since another server may need it. One for each connection; gives its memory back between requests. Not thread-safe.
/// </summary>
internal sealed class RequestHead
{
    private const int FirstRent = 1_024;

    /// <summary>One for each request in flight: more than the shared pool keeps for a core.</summary>
    private static readonly ArrayPool<byte> Memory = ArrayPool<byte>.Create(maxArrayLength: 256 * 1024, maxArraysPerBucket: 1_024);

    private byte[] _bytes = [];
    private int _length;
    private Range _method;
    private Range _target;

    /// <summary>The fields.</summary>
    public HeaderFields Fields { get; } = new();

    /// <summary>The bytes of all lines kept, without their ends.</summary>
    public int Length => _length;

    /// <summary>Whether it says HTTP/1.1; else HTTP/1.0, or a version that nobody knows.</summary>
    public bool IsHttp11 { get; private set; }

    /// <summary>The bytes of content that follow; 0 where there are none or they come in chunks.</summary>
    public long ContentLength { get; set; }

    /// <summary>Whether the content comes in chunks.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Whether it says where its content ends, be it that there is none.</summary>
    public bool HasContentLength { get; set; }

    /// <summary>Whether the client wants to end the connection after the response.</summary>
    public bool WantsClose { get; set; }

    /// <summary>The fields that <c>Connection</c> names.</summary>
    public IReadOnlyList<string> ConnectionHeaders { get; set; } = [];

    public ReadOnlySpan<byte> Method => _bytes.AsSpan(_method);

    public ReadOnlySpan<byte> Target => _bytes.AsSpan(_target);

    /// <summary>The target without the query.</summary>
    public ReadOnlySpan<byte> Path => Target is var target && target.IndexOf((byte)'?') is >= 0 and var query ? target[..query] : target;

    /// <summary>A request line, without its end, that is in order.</summary>
    public void Begin(ReadOnlySpan<byte> line)
    {
        Fields.Clear();
        _length = 0;
        ContentLength = 0;
        IsChunked = false;
        HasContentLength = false;
        WantsClose = false;
        ConnectionHeaders = [];
        Keep(line);
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        _method = ..methodEnd;
        _target = (methodEnd + 1)..targetEnd;
        IsHttp11 = line[(targetEnd + 1)..].SequenceEqual("HTTP/1.1"u8);
    }

    /// <summary>A field's line, without its end, that is in order.</summary>
    public void Add(ReadOnlySpan<byte> line, int nameLength, ReadOnlySpan<byte> value, HeaderKind kind)
    {
        var start = _length;
        Keep(line);
        var valueStart = value.IsEmpty ? line.Length : nameLength + 1 + line[(nameLength + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        Fields.Add(new(kind, start, line.Length, nameLength, start + valueStart, value.Length));
    }

    public ReadOnlySpan<byte> LineOf(in HeaderField field) => _bytes.AsSpan(field.Start, field.Length);

    public ReadOnlySpan<byte> NameOf(in HeaderField field) => _bytes.AsSpan(field.Start, field.NameLength);

    public ReadOnlySpan<byte> ValueOf(in HeaderField field) => _bytes.AsSpan(field.ValueStart, field.ValueLength);

    /// <summary>The value of the first field of a kind; empty where there is none.</summary>
    public ReadOnlySpan<byte> ValueOf(HeaderKind kind)
    {
        if (Fields.Has(kind))
        {
            foreach (ref readonly var field in Fields.All)
            {
                if (field.Kind == kind)
                {
                    return ValueOf(field);
                }
            }
        }

        return [];
    }

    /// <summary>Whether <c>Connection</c> names a field.</summary>
    public bool IsNamedByConnection(in HeaderField field)
    {
        foreach (var name in ConnectionHeaders)
        {
            if (Ascii.EqualsIgnoreCase(NameOf(field), name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            // Clients' secrets must not be found in the buffers of others.
            _bytes.AsSpan(0, _length).Clear();
            Memory.Return(_bytes);
            _bytes = [];
            _length = 0;
            _method = default;
            _target = default;
            Fields.Clear();
        }
    }

    private void Keep(ReadOnlySpan<byte> line)
    {
        if (_length + line.Length > _bytes.Length)
        {
            var grown = Memory.Rent(Math.Max(FirstRent, (_length + line.Length) * 2));
            _bytes.AsSpan(0, _length).CopyTo(grown);
            if (_bytes.Length > 0)
            {
                _bytes.AsSpan(0, _length).Clear();
                Memory.Return(_bytes);
            }

            _bytes = grown;
        }

        line.CopyTo(_bytes.AsSpan(_length));
        _length += line.Length;
    }
}
