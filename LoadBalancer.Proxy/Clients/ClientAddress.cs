using System.Net;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Clients;

/// <summary>
/// The address that a request comes from: the peer's, unless the peer is a trusted proxy. Then the nearest address that
/// the proxies name which is not a trusted one; what an untrusted one says of those before it counts for nothing.
/// </summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>The address, an IPv4 one as such; <see langword="null"/> where the connection has none, as on a Unix socket.</summary>
    public static IPAddress? Of(HttpContext context, TrustedProxies trusted)
    {
        var headers = context.Request.Headers;
        return Of(PeerOf(context), trusted, headers[ForwardedFor], headers["Forwarded"]);
    }

    /// <summary>The address, told from what the peer, if it is trusted, says of the client.</summary>
    /// <param name="peer">The address at the other end of the connection, an IPv4 one as such.</param>
    /// <param name="trusted">Whose word counts.</param>
    /// <param name="forwardedFor">The values of <c>X-Forwarded-For</c>.</param>
    /// <param name="forwarded">The values of <c>Forwarded</c>, which count where there are none of the other.</param>
    public static IPAddress? Of(IPAddress? peer, TrustedProxies trusted, StringValues forwardedFor, StringValues forwarded) =>
        peer is null || trusted.IsEmpty || !trusted.Contains(peer) ? peer
        : forwardedFor.Count > 0 ? Nearest(peer, forwardedFor, isList: true, trusted)
        : Nearest(peer, forwarded, isList: false, trusted);

    /// <summary>The address at the other end of the connection, an IPv4 one as such.</summary>
    public static IPAddress? PeerOf(HttpContext context) => Unmap(context.Connection.RemoteIpAddress);

    private static IPAddress Nearest(IPAddress peer, StringValues fields, bool isList, TrustedProxies trusted)
    {
        var nearest = peer;
        for (var field = fields.Count - 1; field >= 0; field--)
        {
            var rest = fields[field].AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.LastIndexOf(',');
                var entry = rest[(comma + 1)..];
                rest = rest[..Math.Max(0, comma)];
                if (NodeAddress.TryParse(isList ? entry : ForwardedHeader.NodeOf(entry), out var address) is false)
                {
                    return nearest;
                }

                nearest = Unmap(address)!;
                if (!trusted.Contains(nearest))
                {
                    return nearest;
                }
            }
        }

        return nearest;
    }

    /// <summary>An IPv4 address that was told as an IPv6 one, as what it is.</summary>
    public static IPAddress? Unmap(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
