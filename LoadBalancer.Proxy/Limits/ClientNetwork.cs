using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Limits;

/// <summary>
/// A client as limits count it, encoded in one number: an IPv4 address, or the /64 network of an IPv6 address, since a client that has one
/// address there has 2^64. IPv4 is mapped to 0:ffff::/32, which is unassigned. Never 0.
/// </summary>
internal static class ClientNetwork
{
    private const ulong Ipv4 = 0x0000_FFFF_0000_0000;
    private const int Ipv6Length = 16;
    private const int MappedOffset = 12;

    /// <summary>
    /// Returns the client to count; <see langword="null"/> for a trusted proxy, which carries many clients, and for a connection without an
    /// address, as on a Unix socket.
    /// </summary>
    public static ulong? Of(IPAddress? address, TrustedProxies trusted) =>
        address is null || trusted.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) ? null : Of(address);

    public static ulong Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Ipv6Length];
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            address.TryWriteBytes(bytes, out _);
            return address.IsIPv4MappedToIPv6
                ? Ipv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes[MappedOffset..])
                : Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }

        address.TryWriteBytes(bytes, out _);
        return Ipv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
