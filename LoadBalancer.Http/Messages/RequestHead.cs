using System.Buffers;
using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// The head of a request as received, byte for byte, and what was parsed from it. Kept until the request has ended, since it may be sent to
/// another server. One for each connection; returns its memory between requests. Not thread-safe.
/// </summary>
internal sealed class RequestHead
{
    private const int FirstRent = 1_024;

    /// <summary>A pool for one buffer per request in flight, which is more than the shared pool keeps per core.</summary>
    private static readonly ArrayPool<byte> Memory = ArrayPool<byte>.Create(maxArrayLength: 256 * 1024, maxArraysPerBucket: 1_024);

    private byte[] _bytes = [];
    private int _length;
    private Range _method;
    private Range _target;
    private Range _version;
    private Range _authority;
    private int _originForm;

    /// <summary>The headers.</summary>
    public HeaderFields Fields { get; } = new();

    /// <summary>The total length of all kept lines, without their ends.</summary>
    public int Length => _length;

    /// <summary>
    /// Whether the version is HTTP/1.1, or a later HTTP/1, which is read as 1.1 (RFC 9110 §2.5); otherwise it is HTTP/1.0 or unknown.
    /// </summary>
    public bool IsHttp11 { get; private set; }

    /// <summary>Whether the version is a later one than HTTP/1.1 that is read as 1.1.</summary>
    public bool IsLaterThanHttp11 { get; private set; }

    /// <summary>The number of body bytes that follow; 0 if there are none or the body is chunked.</summary>
    public long ContentLength { get; set; }

    /// <summary>Whether the body is chunked.</summary>
    public bool IsChunked { get; set; }

    /// <summary>Whether the head determines the body's length, including a length of 0.</summary>
    public bool HasContentLength { get; set; }

    /// <summary>Whether the client asks to close the connection after the response.</summary>
    public bool WantsClose { get; set; }

    /// <summary>The headers that <c>Connection</c> names.</summary>
    public IReadOnlyList<string> ConnectionHeaders { get; set; } = [];

    public ReadOnlySpan<byte> Method => _bytes.AsSpan(_method);

    public ReadOnlySpan<byte> Target => _bytes.AsSpan(_target);

    /// <summary>The version in which the request was received, such as <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public ReadOnlySpan<byte> Version => _bytes.AsSpan(_version);

    /// <summary>Whether the target is in absolute form, which also has a scheme and an authority (RFC 9112 §3.2.2).</summary>
    public bool IsInAbsoluteForm => _originForm > 0;

    /// <summary>The path of the target, without the query. An absolute form can have none.</summary>
    public ReadOnlySpan<byte> Path =>
        Target[_originForm..] is var target && target.IndexOf((byte)'?') is >= 0 and var query ? target[..query] : target;

    /// <summary>Begins a head with a valid request line, without its end.</summary>
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
        _version = (targetEnd + 1)..line.Length;
        FindAuthority();
        IsHttp11 = Version.StartsWith("HTTP/1."u8) && Version[^1] != '0';
        IsLaterThanHttp11 = IsHttp11 && Version[^1] != '1';
    }

    /// <summary>
    /// Converts a target in absolute form to origin form. Its authority replaces <c>Host</c> (RFC 9112 §3.2.2), at the same place.
    /// </summary>
    public void UseOriginForm()
    {
        if (!IsInAbsoluteForm)
        {
            return;
        }

        var name = "Host: "u8;
        Reserve(Target.Length + name.Length + 1);
        ReadOnlySpan<byte> authority = _bytes.AsSpan(_authority);
        var rest = Target[_originForm..];
        var host = new HeaderField(
            HeaderKind.Host, _length, name.Length + authority.Length, "Host".Length, _length + name.Length, authority.Length);
        Keep(name);
        Keep(authority);
        Fields.Replace(host);
        var start = _length;
        Keep(rest is [(byte)'/', ..] ? [] : "/"u8);
        Keep(rest);
        _target = start.._length;
        _originForm = 0;
    }

    /// <summary>Adds a valid header line, without its end.</summary>
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

    /// <summary>Returns the value of the first header of a kind; empty if there is none.</summary>
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

    /// <summary>Whether <c>Connection</c> names a header.</summary>
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

    /// <summary>Returns the memory.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
        {
            // Clients' secrets must not appear in the buffers of others.
            _bytes.AsSpan(0, _length).Clear();
            Memory.Return(_bytes);
            _bytes = [];
            _length = 0;
            _method = default;
            _target = default;
            _version = default;
            _authority = default;
            _originForm = 0;
            Fields.Clear();
        }
    }

    private void FindAuthority()
    {
        var target = Target;
        _originForm = 0;
        if (target is not [] and not [(byte)'/', ..] && target.IndexOf("://"u8) is > 0 and var scheme)
        {
            var start = scheme + "://".Length;
            var length = target[start..].IndexOfAny((byte)'/', (byte)'?');
            _originForm = length < 0 ? target.Length : start + length;
            var first = _target.Start.Value;
            _authority = (first + start)..(first + _originForm);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Makes room; spans of the head are invalid if it had too little.</summary>
    private void Reserve(int count)
    {
        if (_length + count <= _bytes.Length)
        {
            return;
        }

        var grown = Memory.Rent(Math.Max(FirstRent, (_length + count) * 2));
        _bytes.AsSpan(0, _length).CopyTo(grown);
        if (_bytes.Length > 0)
        {
            _bytes.AsSpan(0, _length).Clear();
            Memory.Return(_bytes);
        }

        _bytes = grown;
    }
}
