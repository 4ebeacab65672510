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
    private const string MappedPrefix = "::ffff:";

    private readonly HashKeySource[] _sources;

    public RequestKey(IOptions<GatewayOptions> options) =>
        _sources = [.. options.Value.HashKey!.Select(text => HashKeySource.TryParse(text, out var source, out var reason) ? source : throw new FormatException(reason))];

    /// <summary>The hash that a placement of the given algorithm takes.</summary>
    public ulong HashOf(HttpContext context, PlacementAlgorithm algorithm)
    {
        foreach (var source in _sources)
        {
            if (TryHash(context, source, algorithm, out var hash))
            {
                return hash;
            }
        }

        return (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);
    }

    private static bool TryHash(HttpContext context, HashKeySource source, PlacementAlgorithm algorithm, out ulong hash)
    {
        var request = context.Request;
        return source.Kind switch
        {
            HashKeyKind.Header => TryHash(request.Headers[source.Name], algorithm, out hash),
            HashKeyKind.Cookie => TryHash(request.Cookies[source.Name], algorithm, out hash),
            HashKeyKind.Query => TryHash(request.Query[source.Name], algorithm, out hash),
            HashKeyKind.Path => TryHash(PathOf(context), algorithm, out hash),
            HashKeyKind.Host => TryHash(request.Host.Value, algorithm, out hash),
            _ => TryHash(context.Connection.RemoteIpAddress, algorithm, out hash),
        };
    }

    private static ReadOnlySpan<char> PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        return target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
    }

    private static bool TryHash(StringValues values, PlacementAlgorithm algorithm, out ulong hash) =>
        TryHash(values.Count == 1 ? values[0] : values.ToString(), algorithm, out hash);

    private static bool TryHash(ReadOnlySpan<char> key, PlacementAlgorithm algorithm, out ulong hash)
    {
        hash = key.IsEmpty ? 0 : KeyHash.Of(algorithm, key);
        return !key.IsEmpty;
    }

    private static bool TryHash(IPAddress? address, PlacementAlgorithm algorithm, out ulong hash)
    {
        Span<char> text = stackalloc char[64];
        var length = 0;
        address?.TryFormat(text, out length);

        // The same client, whether the listener is IPv4 alone or both.
        var key = text[..length];
        return TryHash(address is { IsIPv4MappedToIPv6: true } ? key[MappedPrefix.Length..] : key, algorithm, out hash);
    }
}
