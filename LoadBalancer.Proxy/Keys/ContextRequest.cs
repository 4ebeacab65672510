using System.Net;
using LoadBalancer.Proxy.Clients;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Keys;

/// <summary>A request received through Kestrel.</summary>
internal readonly struct ContextRequest(HttpContext context) : IKeyedRequest
{
    public ReadOnlySpan<char> Method => context.Request.Method;

    public ReadOnlySpan<char> Target => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public bool IsSecure => context.Request.IsHttps;

    public ReadOnlySpan<char> Host => context.Request.Host.Value;

    public ReadOnlySpan<char> Cookies =>
        context.Request.Headers.Cookie is { Count: > 1 } several
            ? string.Join(';', several.AsEnumerable())
            : TextOf(context.Request.Headers.Cookie);

    public ReadOnlySpan<char> FieldNamed(string name) => TextOf(context.Request.Headers[name]);

    public IPAddress? ClientBy(TrustedProxies trusted) => ClientAddress.Of(context, trusted);

    private static ReadOnlySpan<char> TextOf(StringValues values) => values.Count == 1 ? values[0] : values.ToString();
}
