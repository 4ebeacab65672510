using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Limits the target and the number of headers in HTTP/3 requests, where a cookie may be split into many fields (RFC 9114 §4.2.1): Kestrel
/// counts each of them, and has joined them by now. For HTTP/1.1 and HTTP/2 the gates in front of Kestrel enforce the limits.
/// </summary>
internal sealed class Http3LimitsMiddleware(RequestDelegate next, IOptions<LimitsOptions> options, Rejections rejections)
{
    private readonly int _most = options.Value.HeaderCount;
    private readonly int _longestTarget = options.Value.TargetBytes;

    public Task InvokeAsync(HttpContext context) =>
        !HttpProtocol.IsHttp3(context.Request.Protocol) ? next(context)
        : context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > _longestTarget
            ? RejectAsync(context, MessageError.TargetTooLong)
        : Count(context.Request.Headers) > _most ? RejectAsync(context, MessageError.HeadTooLarge)
        : next(context);

    private static int Count(IHeaderDictionary fields)
    {
        var count = 0;
        foreach (var (name, values) in fields)
        {
            // Pseudo-headers do not count, and the parts of a cookie count as one header.
            count += name.StartsWith(':') ? 0 : string.Equals(name, "Cookie", StringComparison.OrdinalIgnoreCase) ? 1 : values.Count;
        }

        return count;
    }

    private Task RejectAsync(HttpContext context, MessageError error)
    {
        rejections.Add(error.ToReason());
        return Problems.WriteAsync(context, error.ToStatus(), error.ToDetail());
    }
}
