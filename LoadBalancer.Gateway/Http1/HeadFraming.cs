using System.Text;

namespace LoadBalancer.Gateway.Http1;

/// <summary>
/// Gathers from a head, line by line, what says where the message ends and whom it is for, and refuses whatever could be
/// understood in two ways. One for each connection; begins anew with each request line.
/// </summary>
internal sealed class HeadFraming(bool isSecure)
{
    /// <summary>More digits might not fit what somebody keeps the number in.</summary>
    private const int MostDigits = 18;

    private const int LongestHost = 512;

    private readonly byte[] _authority = new byte[LongestHost];
    private int _authorityLength;
    private bool _isHttp10;
    private bool _hasHost;
    private long _contentLength;

    /// <summary>The bytes of content that follow the head; 0 where there are none or they come in chunks.</summary>
    public long ContentLength => Math.Max(0, _contentLength);

    /// <summary>Whether the content comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>The fields that <c>Connection</c> names.</summary>
    public IReadOnlyList<string> ConnectionFields { get; private set; } = [];

    /// <summary>A head begins.</summary>
    public Refusal Begin(ReadOnlySpan<byte> line)
    {
        (_hasHost, IsChunked, ConnectionFields, _contentLength, _authorityLength) = (false, false, [], -1, 0);
        var refusal = RequestLine.Check(line, isSecure, out _isHttp10, out var authority);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        var host = line[authority];
        if (host.Length > LongestHost)
        {
            return Refusal.Target;
        }

        host.CopyTo(_authority);
        _authorityLength = host.Length;
        return Refusal.None;
    }

    /// <summary>A field's line follows, without its end.</summary>
    public Refusal Add(ReadOnlySpan<byte> line)
    {
        var refusal = FieldLine.Check(line, out var name, out var value);
        return refusal != Refusal.None ? refusal : name.Length switch
        {
            4 when Is(name, "host"u8) => AddHost(value),
            10 when Is(name, "connection"u8) => AddConnection(value),
            14 when Is(name, "content-length"u8) => AddContentLength(value),
            17 when Is(name, "transfer-encoding"u8) => AddTransferEncoding(value),
            _ => Refusal.None,
        };
    }

    /// <summary>The head is complete.</summary>
    public Refusal End() =>
        !_hasHost && !_isHttp10 ? Refusal.Host
        : IsChunked && _contentLength >= 0 ? Refusal.TransferEncoding
        : Refusal.None;

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(name, lowerCase);

    private Refusal AddHost(ReadOnlySpan<byte> value)
    {
        var isOther = _authorityLength > 0 && !Ascii.EqualsIgnoreCase(value, _authority.AsSpan(0, _authorityLength));
        if (_hasHost || isOther || !HostSyntax.IsValid(value))
        {
            return Refusal.Host;
        }

        _hasHost = true;
        return Refusal.None;
    }

    private Refusal AddConnection(ReadOnlySpan<byte> value)
    {
        var named = ConnectionOptions.FieldsIn(value);
        ConnectionFields = ConnectionFields.Count == 0 ? named : [.. ConnectionFields, .. named];
        return Refusal.None;
    }

    private Refusal AddContentLength(ReadOnlySpan<byte> value)
    {
        if (_contentLength >= 0 || value.IsEmpty || value.Length > MostDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Refusal.ContentLength;
        }

        foreach (var digit in value)
        {
            _contentLength = (Math.Max(0, _contentLength) * 10) + (digit - '0');
        }

        return Refusal.None;
    }

    private Refusal AddTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked || _isHttp10 || !Is(value, "chunked"u8))
        {
            return Refusal.TransferEncoding;
        }

        IsChunked = true;
        return Refusal.None;
    }
}
