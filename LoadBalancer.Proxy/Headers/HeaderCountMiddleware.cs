using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Headers;

/// <summary>
/// Limits the number of headers in HTTP/2 and HTTP/3 requests, where a cookie may be split into many fields (RFC 9113 §8.2.3): Kestrel
/// counts each of them, and has joined them by now. For HTTP/1.1 the gate in front of Kestrel enforces the limit.
/// </summary>
internal sealed class HeaderCountMiddleware(RequestDelegate next, IOptions<LimitsOptions> options, Rejections rejections)
{
    private readonly int _most = options.Value.HeaderCount;

    public Task InvokeAsync(HttpContext context) =>
        !IsOfHttp1(context.Request.Protocol) && Count(context.Request.Headers) > _most ? RejectAsync(context) : next(context);

    private static bool IsOfHttp1(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);

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

    private Task RejectAsync(HttpContext context)
    {
        rejections.Add(RejectionReason.HeadSize);
        return Problems.WriteAsync(context, StatusCodes.Status431RequestHeaderFieldsTooLarge, "The request has too many headers.");
    }
}
