using System.Net;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Gateway.Configuration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Gateway.Keys;

/// <summary>
/// The hash of a request's key: of the first configured source that the request has with a value that is not empty.
/// A field that occurs several times counts as its values joined with commas. The path is the raw one, up to the
/// query, as the client sent it. A request without any key goes to a random place.
/// </summary>
internal sealed class RequestKey
{
    private readonly HashKeySource[] _sources;

    public RequestKey(IOptions<GatewayOptions> options) =>
        _sources = [.. options.Value.HashKey!.Select(text => HashKeySource.TryParse(text, out var source, out var reason) ? source : throw new FormatException(reason))];

    public ulong HashOf(HttpContext context)
    {
        foreach (var source in _sources)
        {
            if (TryHash(context, source, out var hash))
            {
                return hash;
            }
        }

        return (ulong)Random.Shared.NextInt64();
    }

    private static bool TryHash(HttpContext context, HashKeySource source, out ulong hash)
    {
        var request = context.Request;
        return source.Kind switch
        {
            HashKeyKind.Header => TryHash(request.Headers[source.Name], out hash),
            HashKeyKind.Cookie => TryHash(request.Cookies[source.Name], out hash),
            HashKeyKind.Query => TryHash(request.Query[source.Name], out hash),
            HashKeyKind.Path => TryHash(PathOf(context), out hash),
            HashKeyKind.Host => TryHash(request.Host.Value, out hash),
            _ => TryHash(context.Connection.RemoteIpAddress, out hash),
        };
    }

    private static ReadOnlySpan<char> PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        return target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
    }

    private static bool TryHash(StringValues values, out ulong hash) => TryHash(values.Count == 1 ? values[0] : values.ToString(), out hash);

    private static bool TryHash(ReadOnlySpan<char> key, out ulong hash)
    {
        hash = key.IsEmpty ? 0 : KeyHash.Of(key);
        return !key.IsEmpty;
    }

    private static bool TryHash(IPAddress? address, out ulong hash)
    {
        if (address is null)
        {
            hash = 0;
            return false;
        }

        Span<char> text = stackalloc char[64];
        if (address.IsIPv4MappedToIPv6)
        {
            // The same client, whether the listener is IPv4 or both.
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out _);
            hash = new IPAddress(bytes[12..]).TryFormat(text, out var mapped) ? KeyHash.Of(text[..mapped]) : 0;
            return true;
        }

        address.TryFormat(text, out var length);
        hash = KeyHash.Of(text[..length]);
        return true;
    }
}
