using System.Text;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Exchange.Streams;

/// <summary>
/// Writes the head of a request that Kestrel has parsed as the lines that HTTP/1.1 servers receive. Reused for each request; not
/// thread-safe.
/// </summary>
/// <param name="head">The head to write to.</param>
internal sealed class StreamHead(RequestHead head)
{
    private byte[] _line = new byte[1_024];
    private int _length;

    /// <summary>Writes the head of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">The headers that <c>Connection</c> names.</param>
    public void Write(HttpContext context, IReadOnlyList<string> named)
    {
        var request = context.Request;
        var (authority, path) = RequestTarget.Split(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        BeginLine(request.Method);
        Append(" ");
        Append(path);
        Append(" ");
        Append(request.Protocol);
        head.Begin(_line.AsSpan(0, _length));
        head.ConnectionHeaders = named;

        var host = authority.Length > 0 ? authority : request.Headers.Host.ToString();
        if (host.Length > 0)
        {
            Add("Host", host, HeaderKind.Host);
        }

        AddFraming(context);
        foreach (var (name, values) in request.Headers)
        {
            if (!name.StartsWith(':') && HeaderKinds.Of(name) is var kind && Passes(kind, request.Protocol))
            {
                foreach (var value in values)
                {
                    Add(name, value ?? "", kind);
                }
            }
        }
    }

    /// <summary>Whether a header is copied; <c>Expect</c> has no meaning in HTTP/1.0 (RFC 9110 §10.1.1).</summary>
    private static bool Passes(HeaderKind kind, string protocol) =>
        kind is not (HeaderKind.Host or HeaderKind.ContentLength) && !(kind == HeaderKind.Expect && HttpProtocol.IsHttp10(protocol));

    /// <summary>
    /// Determines how the body is framed: in chunks if its length is not known, or if trailers are announced, which need chunks.
    /// </summary>
    private void AddFraming(HttpContext context)
    {
        var request = context.Request;
        var length = request.ContentLength;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            head.IsChunked = length is null || (length > 0 && request.Headers.Trailer.Count > 0);
        }
        else if (length is null && ExpectsContent(request.Method))
        {
            length = 0;
        }

        if (!head.IsChunked && length is { } known)
        {
            head.ContentLength = known;
            head.HasContentLength = true;
            Span<char> digits = stackalloc char[20];
            known.TryFormat(digits, out var count, default, System.Globalization.CultureInfo.InvariantCulture);
            Add("Content-Length", digits[..count], HeaderKind.ContentLength);
        }
    }

    /// <summary>Whether a request with this method says that it has no content, if it has none (RFC 9110 §8.6).</summary>
    private static bool ExpectsContent(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsDelete(method));

    private void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> value, HeaderKind kind)
    {
        BeginLine(name);
        Append(": ");
        var start = _length;
        Append(value);
        head.Add(_line.AsSpan(0, _length), name.Length, _line.AsSpan(start, _length - start), kind);
    }

    private void BeginLine(ReadOnlySpan<char> text)
    {
        _length = 0;
        Append(text);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _line.Length)
        {
            Array.Resize(ref _line, (_length + text.Length) * 2);
        }

        _length += Encoding.Latin1.GetBytes(text, _line.AsSpan(_length));
    }
}
