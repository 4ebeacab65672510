using System.Buffers;
using System.Collections.Frozen;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LoadBalancer.Proxy.Exchange.Streams;

/// <summary>The response to a request that Kestrel has parsed; Kestrel encodes it. Reused for each response; not thread-safe.</summary>
internal sealed class StreamResponse(ViaHeader via) : ClientResponse
{
    private const int LongestKnownName = 40;

    /// <summary>Frequent names, which need not be created again for each response.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            HeaderNames.AcceptRanges, HeaderNames.AccessControlAllowOrigin, HeaderNames.Age, HeaderNames.AltSvc, HeaderNames.CacheControl,
            HeaderNames.ContentDisposition, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentRange,
            HeaderNames.ContentSecurityPolicy, HeaderNames.ContentType, HeaderNames.Date, HeaderNames.ETag, HeaderNames.Expires,
            HeaderNames.LastModified, HeaderNames.Link, HeaderNames.Location, HeaderNames.Pragma, HeaderNames.RetryAfter,
            HeaderNames.Server, HeaderNames.SetCookie, HeaderNames.StrictTransportSecurity, HeaderNames.Vary,
            HeaderNames.XContentTypeOptions, HeaderNames.XFrameOptions, HeaderNames.XPoweredBy,
        ]).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly PipeWriter Nothing = PipeWriter.Create(Stream.Null);

    private HttpContext? _context;
    private PipeWriter _output = Nothing;
    private IInterimResponseFeature? _interim;

    public override PipeWriter Output => _output;

    public override bool IsFramed => false;

    /// <summary>Whether interim responses reach the client.</summary>
    public bool HasInterim => _interim is not null;

    /// <summary>Begins the response to a request.</summary>
    public void Begin(HttpContext context)
    {
        _context = context;
        _output = context.Response.BodyWriter;
        _interim = context.Features.Get<IInterimResponseFeature>();
    }

    /// <summary>Ends the use of the request.</summary>
    public void Release()
    {
        _context = null;
        _output = Nothing;
        _interim = null;
    }

    public override async ValueTask<bool> PassInterimAsync(ResponseHead head, ReadOnlyMemory<byte> bytes)
    {
        if (_interim is { } interim)
        {
            await interim.SendAsync(head.Status, InterimFieldsOf(head, bytes.Span));
        }

        return true;
    }

    public override void WriteHead(ResponseHead head, ReadOnlySpan<byte> bytes, bool hasKnownLength, bool closes)
    {
        var response = _context!.Response;
        var isHttp1 = IsHttp1(_context.Request.Protocol);
        response.StatusCode = head.Status;
        if (isHttp1)
        {
            var reason = bytes["HTTP/1.1 200".Length..head.StatusLineLength].TrimStart((byte)' ');
            _context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = Encoding.Latin1.GetString(reason);
        }

        foreach (ref readonly var field in head.Fields.All)
        {
            var name = bytes.Slice(field.Start, field.NameLength);
            if (field.Kind == HeaderKind.ContentLength)
            {
                WriteLength(response, head);
            }
            else if (Passes(head, field.Kind, name) && (isHttp1 || field.Kind != HeaderKind.Upgrade))
            {
                Add(response.Headers, name, bytes.Slice(field.ValueStart, field.ValueLength));
            }
        }

        if (via.IsOn)
        {
            response.Headers.Append(HeaderNames.Via, ViaOf(head));
        }

        if (isHttp1 && head.Status == StatusCodes.Status426UpgradeRequired && head.Fields.Has(HeaderKind.Upgrade))
        {
            // The sender of Upgrade must name it, since it applies to one hop (RFC 9110 §7.8).
            response.Headers.Connection = HeaderNames.Upgrade;
        }
    }

    public override void Write(in ReadOnlySequence<byte> content)
    {
        // Kestrel may return no memory at all if no size is asked for.
        var bytes = content.FirstSpan;
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }

    public override ValueTask<bool> FlushAsync() => _output.TryFlushAsync();

    public override async ValueTask<bool> EndAsync(ReadOnlyMemory<byte> trailers)
    {
        if (!trailers.IsEmpty
            && _context!.Features.Get<IHttpResponseTrailersFeature>() is { Trailers: { IsReadOnly: false } kept })
        {
            Keep(kept, trailers.Span);
        }

        try
        {
            await _context!.Response.CompleteAsync();
            return !_context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private List<KeyValuePair<string, string>> InterimFieldsOf(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (ref readonly var field in head.Fields.All)
        {
            var name = bytes.Slice(field.Start, field.NameLength);
            if (Passes(head, field.Kind, name))
            {
                fields.Add(new(NameOf(name), Encoding.Latin1.GetString(bytes.Slice(field.ValueStart, field.ValueLength))));
            }
        }

        if (via.IsOn)
        {
            fields.Add(new(HeaderNames.Via, ViaOf(head)));
        }

        return fields;
    }

    private string ViaOf(ResponseHead head) => via.EntryFor(head.IsHttp11 ? HttpVersion.Version11 : HttpVersion.Version10);

    private static void WriteLength(HttpResponse response, ResponseHead head)
    {
        if (!HeaderPolicy.DropsFromResponse(HeaderKind.ContentLength, head.Status))
        {
            response.ContentLength = head.Status == StatusCodes.Status205ResetContent ? 0 : head.ContentLength;
        }
    }

    private static bool Passes(ResponseHead head, HeaderKind kind, ReadOnlySpan<byte> name) =>
        !HeaderPolicy.DropsFromResponse(kind, head.Status)
        && (head.ConnectionHeaders.Count == 0 || !HeaderPolicy.MayBeNamed(kind) || !head.IsNamedByConnection(name));

    private static bool IsHttp1(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        if (name.Length <= LongestKnownName)
        {
            Span<char> text = stackalloc char[LongestKnownName];
            var length = Encoding.Latin1.GetChars(name, text);
            return Names.TryGetValue(text[..length], out var known) ? known : new(text[..length]);
        }

        return Encoding.Latin1.GetString(name);
    }

    /// <summary>Adds the lines of a trailer section, each of which was checked and ends in CR LF.</summary>
    private static void Keep(IHeaderDictionary trailers, ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var line = lines[..end];
            lines = lines[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            Add(trailers, line[..colon], HeaderBytes.Trim(line[(colon + 1)..]));
        }
    }

    /// <summary>Adds a field, whose value may be empty: <c>Append</c> would drop it.</summary>
    private static void Add(IHeaderDictionary fields, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var text = NameOf(name);
        fields[text] = StringValues.Concat(fields[text], Encoding.Latin1.GetString(value));
    }
}
