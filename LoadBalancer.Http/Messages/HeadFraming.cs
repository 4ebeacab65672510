using System.Text;
using LoadBalancer.Http.Headers;

namespace LoadBalancer.Http.Messages;

/// <summary>
/// Gathers a head, line by line: what says where the message ends and whom it is for, and refuses whatever could be
/// understood in two ways. One for each connection; begins anew with each request line.
/// </summary>
internal sealed class HeadFraming(bool isSecure, int mostFields)
{
    /// <summary>More digits might not fit what somebody keeps the number in.</summary>
    private const int MostDigits = 18;

    private const int LongestHost = 512;

    private readonly byte[] _authority = new byte[LongestHost];
    private int _authorityLength;
    private bool _isHttp10;
    private bool _hasHost;

    /// <summary>What has come of it.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>A head begins.</summary>
    public Refusal Begin(ReadOnlySpan<byte> line)
    {
        (_hasHost, _authorityLength) = (false, 0);
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
        Head.Begin(line);
        return Refusal.None;
    }

    /// <summary>A field's line follows, without its end.</summary>
    public Refusal Add(ReadOnlySpan<byte> line)
    {
        var refusal = FieldLine.Check(line, out var name, out var value);
        if (refusal != Refusal.None)
        {
            return refusal;
        }

        if (Head.Fields.Count == mostFields)
        {
            return Refusal.HeadTooLarge;
        }

        var kind = FieldKinds.Of(name);
        Head.Add(line, name.Length, value, kind);
        return kind switch
        {
            FieldKind.Host => AddHost(value),
            FieldKind.Connection => AddConnection(value),
            FieldKind.ContentLength => AddContentLength(value),
            FieldKind.TransferEncoding => AddTransferEncoding(value),
            _ => Refusal.None,
        };
    }

    /// <summary>The head is complete.</summary>
    public Refusal End() =>
        !_hasHost && !_isHttp10 ? Refusal.Host
        : Head.IsChunked && Head.HasContentLength ? Refusal.TransferEncoding
        : Refusal.None;

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
        var named = ConnectionOptions.FieldsIn(value, out var closes);
        Head.ConnectionFields = Head.ConnectionFields.Count == 0 ? named : [.. Head.ConnectionFields, .. named];
        Head.WantsClose |= closes;
        return Refusal.None;
    }

    private Refusal AddContentLength(ReadOnlySpan<byte> value)
    {
        if (Head.HasContentLength || value.IsEmpty || value.Length > MostDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Refusal.ContentLength;
        }

        Head.HasContentLength = true;
        foreach (var digit in value)
        {
            Head.ContentLength = (Head.ContentLength * 10) + (digit - '0');
        }

        return Refusal.None;
    }

    private Refusal AddTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (Head.IsChunked || _isHttp10 || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            return Refusal.TransferEncoding;
        }

        Head.IsChunked = true;
        return Refusal.None;
    }
}
