using System.Text;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Checks the fields of an HTTP/2 request, or of its trailers, one after the other (RFC 9113 §8), by the same rules as the lines of an
/// HTTP/1.1 head. One for each connection; starts over with each section. Not thread-safe; does not allocate but for a longer authority.
/// </summary>
/// <param name="limits">The limits for a head.</param>
internal sealed class FieldSectionRules(HeadLimits limits)
{
    /// <summary>What a field counts for in addition to its name and value (RFC 9113 §10.5.1).</summary>
    public const int FieldOverhead = 32;

    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private byte[] _authority = [];
    private int _authorityLength;
    private int _defaultPort;
    private bool _isTrailers;
    private PseudoFields _pseudo;
    private MethodKind _method;
    private int _methodLength;
    private int _pathLength;
    private bool _isPathRooted;
    private bool _hasFields;
    private bool _hasHost;
    private bool _hasCookie;
    private bool _hasContentLength;
    private int _count;
    private long _size;

    [Flags]
    private enum PseudoFields
    {
        None = 0,
        Method = 1,
        Scheme = 2,
        Path = 4,
        Authority = 8,
        Protocol = 16,
    }

    private enum MethodKind
    {
        Other,
        Head,
        Options,
        Connect,
    }

    /// <summary>Whether the request's method is HEAD, as far as it is known.</summary>
    public bool IsHead => _method == MethodKind.Head;

    /// <summary>Whether the last field repeats the authority, which takes its place.</summary>
    public bool IsRedundant { get; private set; }

    /// <summary>Begins the fields of a request, or of its trailers.</summary>
    public void Begin(bool isTrailers)
    {
        _isTrailers = isTrailers;
        _pseudo = PseudoFields.None;
        _method = MethodKind.Other;
        _methodLength = _pathLength = _authorityLength = _count = 0;
        _size = 0;
        _defaultPort = HttpPort;
        _isPathRooted = _hasFields = _hasHost = _hasCookie = _hasContentLength = false;
    }

    /// <summary>Checks the next field.</summary>
    public MessageError Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        IsRedundant = false;
        _size += name.Length + value.Length + FieldOverhead;
        return _size > limits.Bytes ? ErrorOfSize(name, value)
            : !HeaderBytes.IsValue(value) || HeaderBytes.Trim(value).Length < value.Length ? MessageError.FieldValue
            : name is [(byte)':', ..] ? AddPseudo(name, value)
            : !HeaderBytes.IsToken(name) || name.ContainsAnyInRange((byte)'A', (byte)'Z') ? MessageError.FieldName
            : _isTrailers ? AddTrailer(name)
            : AddField(name, value);
    }

    /// <summary>Completes the fields.</summary>
    public MessageError End()
    {
        if (_isTrailers)
        {
            return MessageError.None;
        }

        const PseudoFields All = PseudoFields.Method | PseudoFields.Scheme | PseudoFields.Path;
        var isTunnel = _method == MethodKind.Connect && !Has(PseudoFields.Protocol);
        if (isTunnel ? _pseudo != (PseudoFields.Method | PseudoFields.Authority) : (_pseudo & All) != All)
        {
            return MessageError.PseudoField;
        }

        if (Has(PseudoFields.Protocol) && (_method != MethodKind.Connect || !Has(PseudoFields.Authority)))
        {
            return MessageError.PseudoField;
        }

        return _methodLength + _pathLength + RequestLine.BesideMethodAndTarget > limits.RequestLine ? MessageError.TargetTooLong
            : !isTunnel && !_isPathRooted && _method != MethodKind.Options ? MessageError.Target
            : !_hasHost && !Has(PseudoFields.Authority) ? MessageError.Host
            : MessageError.None;
    }

    /// <summary>A target has a limit of its own, and an error that says so, however long it is.</summary>
    private MessageError ErrorOfSize(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        name.SequenceEqual(":path"u8) && value.Length + RequestLine.BesideMethodAndTarget > limits.RequestLine
            ? MessageError.TargetTooLong
            : MessageError.HeadTooLarge;

    private bool Has(PseudoFields field) => (_pseudo & field) != PseudoFields.None;

    private MessageError AddPseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var field = name switch
        {
            _ when name.SequenceEqual(":method"u8) => PseudoFields.Method,
            _ when name.SequenceEqual(":scheme"u8) => PseudoFields.Scheme,
            _ when name.SequenceEqual(":path"u8) => PseudoFields.Path,
            _ when name.SequenceEqual(":authority"u8) => PseudoFields.Authority,
            _ when name.SequenceEqual(":protocol"u8) => PseudoFields.Protocol,
            _ => PseudoFields.None,
        };
        if (field == PseudoFields.None || Has(field) || _hasFields || _isTrailers)
        {
            return MessageError.PseudoField;
        }

        _pseudo |= field;
        return field switch
        {
            PseudoFields.Method => AddMethod(value),
            PseudoFields.Path => AddPath(value),
            PseudoFields.Authority => AddAuthority(value),
            PseudoFields.Scheme => AddScheme(value),
            _ => HeaderBytes.IsToken(value) ? MessageError.None : MessageError.PseudoField,
        };
    }

    private MessageError AddMethod(ReadOnlySpan<byte> method)
    {
        _methodLength = method.Length;
        _method = method switch
        {
            _ when method.SequenceEqual("HEAD"u8) => MethodKind.Head,
            _ when method.SequenceEqual("OPTIONS"u8) => MethodKind.Options,
            _ when method.SequenceEqual("CONNECT"u8) => MethodKind.Connect,
            _ => MethodKind.Other,
        };
        return RequestLine.IsMethod(method) ? MessageError.None : MessageError.RequestLine;
    }

    /// <summary>Checks the bytes of a scheme; which schemes are allowed depends on the client.</summary>
    private MessageError AddScheme(ReadOnlySpan<byte> scheme)
    {
        _defaultPort = Ascii.EqualsIgnoreCase(scheme, "https"u8) ? HttpsPort : HttpPort;
        return HeaderBytes.IsToken(scheme) ? MessageError.None : MessageError.PseudoField;
    }

    private MessageError AddPath(ReadOnlySpan<byte> path)
    {
        _pathLength = path.Length;
        _isPathRooted = path is [(byte)'/', ..];
        return RequestLine.HasTargetBytes(path) && (_isPathRooted || path is [(byte)'*']) ? MessageError.None : MessageError.Target;
    }

    private MessageError AddAuthority(ReadOnlySpan<byte> authority)
    {
        if (!HostSyntax.IsValid(authority))
        {
            return MessageError.Host;
        }

        if (_authority.Length < authority.Length)
        {
            _authority = new byte[authority.Length * 2];
        }

        authority.CopyTo(_authority);
        _authorityLength = authority.Length;
        _count++;
        return MessageError.None;
    }

    private MessageError AddField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _hasFields = true;
        var kind = HeaderKinds.Of(name);
        var error = kind switch
        {
            HeaderKind.Host => AddHost(value),
            HeaderKind.ContentLength => AddContentLength(value),
            HeaderKind.Connection or HeaderKind.TransferEncoding or HeaderKind.Upgrade => MessageError.ConnectionField,
            HeaderKind.Te when !value.SequenceEqual("trailers"u8) => MessageError.ConnectionField,
            HeaderKind.HopByHop when name.SequenceEqual("keep-alive"u8) || name.SequenceEqual("proxy-connection"u8) =>
                MessageError.ConnectionField,
            _ => MessageError.None,
        };
        return error == MessageError.None && !IsRedundant ? Count(name) : error;
    }

    private MessageError AddTrailer(ReadOnlySpan<byte> name) =>
        TrailerLine.IsAllowed(name) && ++_count <= limits.Fields ? MessageError.None : MessageError.Trailer;

    /// <summary>Counts a field. A cookie may be split into many, which count as one (RFC 9113 §8.2.3).</summary>
    private MessageError Count(ReadOnlySpan<byte> name)
    {
        var isCookie = name.SequenceEqual("cookie"u8);
        if (!isCookie || !_hasCookie)
        {
            _count++;
        }

        _hasCookie |= isCookie;
        return _count > limits.Fields ? MessageError.HeadTooLarge : MessageError.None;
    }

    private MessageError AddContentLength(ReadOnlySpan<byte> value)
    {
        if (_hasContentLength || !ContentLengthValue.TryRead(value, out _))
        {
            return MessageError.ContentLength;
        }

        _hasContentLength = true;
        return MessageError.None;
    }

    private MessageError AddHost(ReadOnlySpan<byte> host)
    {
        if (_hasHost || !HostSyntax.IsValid(host) || (Has(PseudoFields.Authority) && !IsAuthority(host)))
        {
            return MessageError.Host;
        }

        _hasHost = true;
        IsRedundant = Has(PseudoFields.Authority);
        return MessageError.None;
    }

    /// <summary>Whether a host is the authority: letters' case does not matter, nor does the default port (RFC 9110 §4.2.3).</summary>
    private bool IsAuthority(ReadOnlySpan<byte> host) =>
        Ascii.EqualsIgnoreCase(WithoutDefaultPort(host), WithoutDefaultPort(_authority.AsSpan(0, _authorityLength)));

    private ReadOnlySpan<byte> WithoutDefaultPort(ReadOnlySpan<byte> authority)
    {
        var colon = authority.LastIndexOf((byte)':');
        return colon > 0 && authority[colon..].IndexOf((byte)']') < 0
            && (colon == authority.Length - 1
                || (ContentLengthValue.TryRead(authority[(colon + 1)..], out var port) && port == _defaultPort))
            ? authority[..colon]
            : authority;
    }
}
