using System.Net;

namespace LoadBalancer.Gateway.Clients;

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
        var peer = PeerOf(context);
        return peer is null || trusted.IsEmpty || !trusted.Contains(peer) ? peer : Nearest(peer, context.Request.Headers, trusted);
    }

    /// <summary>The address at the other end of the connection, an IPv4 one as such.</summary>
    public static IPAddress? PeerOf(HttpContext context) => Unmap(context.Connection.RemoteIpAddress);

    private static IPAddress Nearest(IPAddress peer, IHeaderDictionary headers, TrustedProxies trusted)
    {
        var fields = headers.TryGetValue(ForwardedFor, out var list) ? list : headers["Forwarded"];
        var isList = list.Count > 0;
        var nearest = peer;
        for (var field = fields.Count - 1; field >= 0; field--)
        {
            var rest = fields[field].AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.LastIndexOf(',');
                var entry = rest[(comma + 1)..];
                rest = rest[..Math.Max(0, comma)];
                if (NodeAddress.TryParse(isList ? entry : ForwardedField.NodeOf(entry), out var address) is false)
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

    private static IPAddress? Unmap(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
