using System.Buffers;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Rejects HTTP/3 requests whose head is malformed although Kestrel accepts it (RFC 9114 §4.2, §4.3), since it could mean something else
/// in HTTP/1.1; for HTTP/1.1 and HTTP/2 the gates in front of Kestrel check heads. Holds HTTP/2 and HTTP/3 requests with a length of 0
/// until they have ended: with content nevertheless they are malformed too (RFC 9113 §8.1.1, RFC 9114 §4.1.2), and reach no server.
/// </summary>
internal sealed class WellFormedMiddleware(RequestDelegate next)
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(one => one != '\t'), (char)0x7F]);

    private static readonly SearchValues<char> TargetCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(code => (char)code).Where(one => one != '#')]);

    public Task InvokeAsync(HttpContext context)
    {
        if (IsOfHttp1(context.Request.Protocol))
        {
            return next(context);
        }

        return HttpProtocol.IsHttp3(context.Request.Protocol) && !IsWellFormed(context)
                ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The request is malformed.")
            : IsToEndWithoutContent(context) ? InvokeAtItsEndAsync(context)
            : next(context);
    }

    /// <summary>
    /// Whether the request declares a length of 0 but has not ended; body bytes that follow make it malformed (RFC 9113 §8.1.1).
    /// </summary>
    private static bool IsToEndWithoutContent(HttpContext context) =>
        context.Request.ContentLength == 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private async Task InvokeAtItsEndAsync(HttpContext context)
    {
        try
        {
            _ = await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Kestrel or the client has reset the stream; no response is needed.
            return;
        }

        await next(context);
    }

    private static bool IsOfHttp1(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);

    private static bool IsWellFormed(HttpContext context)
    {
        var headers = context.Request.Headers;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (headers.Host.Count != 1 || string.IsNullOrEmpty(headers.Host[0]) || target.AsSpan().ContainsAnyExcept(TargetCharacters)
            || headers.KeepAlive.Count > 0
            || headers.ContainsKey("Proxy-Connection")
            || headers.TransferEncoding.Count > 0
            || headers.Upgrade.Count > 0)
        {
            return false;
        }

        foreach (var (name, values) in headers)
        {
            if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                return false;
            }

            foreach (var value in values)
            {
                if (!IsValue(value))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsValue(ReadOnlySpan<char> value) =>
        value.IsEmpty || (value[0] is not (' ' or '\t') && value[^1] is not (' ' or '\t') && !value.ContainsAny(Controls));
}
