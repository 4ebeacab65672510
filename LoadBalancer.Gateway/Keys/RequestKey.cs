using System.Net;
using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Fields;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Gateway.Keys;

/// <summary>
/// A request's key: the text of the first configured source that the request has with a value that is not empty.
/// A field that occurs several times counts as its values joined with commas. The path is the raw one, up to the
/// query, as the client sent it. A request without any key goes to a random place.
/// </summary>
internal sealed class RequestKey
{
    private readonly HashKeySource[] _sources;
    private readonly TrustedProxies _trusted;

    public RequestKey(IOptions<GatewayOptions> options, TrustedProxies trusted)
    {
        _trusted = trusted;
        _sources = [.. options.Value.HashKey!.Select(text => HashKeySource.TryParse(text, out var source, out var reason) ? source : throw new FormatException(reason))];
    }

    /// <summary>The length of the buffer that <see cref="TryRead"/> needs.</summary>
    public const int BufferLength = 64;

    /// <summary>The hash of a request that has no key.</summary>
    public static ulong AnyHash() => (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>The key's text. Allocates nothing where the request has it as one piece.</summary>
    /// <param name="context">The request.</param>
    /// <param name="buffer">Where a key is written that is no text yet.</param>
    /// <param name="key">The key, in the request or in the buffer.</param>
    /// <returns><see langword="false"/> when the request has none.</returns>
    public bool TryRead(HttpContext context, Span<char> buffer, out ReadOnlySpan<char> key)
    {
        foreach (var source in _sources)
        {
            key = Read(context, source, buffer);
            if (!key.IsEmpty)
            {
                return true;
            }
        }

        key = [];
        return false;
    }

    private ReadOnlySpan<char> Read(HttpContext context, HashKeySource source, Span<char> buffer)
    {
        var request = context.Request;
        return source.Kind switch
        {
            HashKeyKind.Header => FieldText.Of(TextOf(request.Headers[source.Name])),
            HashKeyKind.Cookie => FieldText.Of(request.Cookies[source.Name]),
            HashKeyKind.Query => TextOf(request.Query[source.Name]),
            HashKeyKind.Path => PathOf(context),
            HashKeyKind.Host => request.Host.Value,
            _ => TextOf(ClientAddress.Of(context, _trusted), buffer),
        };
    }

    private static ReadOnlySpan<char> PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        return target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
    }

    private static ReadOnlySpan<char> TextOf(StringValues values) => values.Count == 1 ? values[0] : values.ToString();

    private static ReadOnlySpan<char> TextOf(IPAddress? address, Span<char> buffer)
    {
        var length = 0;
        address?.TryFormat(buffer, out length);
        return buffer[..length];
    }
}
