using System.Net;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Proxy.Clients;

/// <summary>
/// Determines the client's address: the peer's address, unless the peer is a trusted proxy. In that case it is the nearest address in the
/// forwarding headers that is not a trusted proxy's; entries before that one are ignored.
/// </summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>
    /// Returns the client's address, with IPv4-mapped addresses as IPv4, or <see langword="null"/> if the connection has no address, as on
    /// a Unix socket.
    /// </summary>
    public static IPAddress? Of(HttpContext context, TrustedProxies trusted)
    {
        var headers = context.Request.Headers;
        return Of(PeerOf(context), trusted, headers[ForwardedFor], headers["Forwarded"]);
    }

    /// <summary>Returns the client's address from the forwarding headers if the peer is trusted; otherwise the peer's address.</summary>
    /// <param name="peer">The address at the other end of the connection, with IPv4-mapped addresses as IPv4.</param>
    /// <param name="trusted">The proxies whose headers are trusted.</param>
    /// <param name="forwardedFor">The values of <c>X-Forwarded-For</c>.</param>
    /// <param name="forwarded">The values of <c>Forwarded</c>, which are used only if <c>X-Forwarded-For</c> is absent.</param>
    public static IPAddress? Of(IPAddress? peer, TrustedProxies trusted, StringValues forwardedFor, StringValues forwarded) =>
        peer is null || trusted.IsEmpty || !trusted.Contains(peer) ? peer
        : forwardedFor.Count > 0 ? Nearest(peer, forwardedFor, isList: true, trusted)
        : Nearest(peer, forwarded, isList: false, trusted);

    /// <summary>Returns the address at the other end of the connection, with IPv4-mapped addresses as IPv4.</summary>
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
                if (entry.Trim(" \t").IsEmpty)
                {
                    // An empty element of a list does not count (RFC 9110 §5.6.1.2).
                    continue;
                }

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

    /// <summary>Converts an IPv4-mapped IPv6 address to IPv4; returns other addresses unchanged.</summary>
    public static IPAddress? Unmap(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
