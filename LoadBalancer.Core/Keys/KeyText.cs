using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Core.Keys;

/// <summary>
/// The text of keys that come from a host, a target, or an address: equivalent forms have the same text, so that they have the same owner.
/// Pure functions, thread-safe.
/// </summary>
public static class KeyText
{
    /// <summary>The length of a buffer that every address fits into, in characters.</summary>
    public const int AddressLength = 64;

    /// <summary>The default length of the prefix by which IPv6 addresses count as one client, 64: the network of one customer.</summary>
    public const int DefaultPrefix = 64;

    /// <summary>The prefix length of a whole IPv6 address, 128.</summary>
    public const int WholeAddress = 128;

    /// <summary>
    /// Returns a host in lower case without the default port of its scheme (RFC 3986 §6.2.2.1, §6.2.3). Allocates only if it has capital
    /// letters.
    /// </summary>
    /// <param name="host">The host, with an optional port, as in the Host header.</param>
    /// <param name="isSecure">Whether the scheme is <c>https</c>.</param>
    public static ReadOnlySpan<char> OfHost(ReadOnlySpan<char> host, bool isSecure)
    {
        var colon = host.LastIndexOf(':');
        if (colon > host.LastIndexOf(']')
            && host[(colon + 1)..] is var port
            && (port.IsEmpty || port.SequenceEqual(isSecure ? "443" : "80")))
        {
            host = host[..colon];
        }

        return host.ContainsAnyInRange('A', 'Z') ? host.ToString().ToLowerInvariant() : host;
    }

    /// <summary>
    /// Returns the raw path of a target up to the query, without scheme and authority if the target is in absolute form (RFC 9112 §3.2.2).
    /// Does not allocate.
    /// </summary>
    public static ReadOnlySpan<char> OfPath(ReadOnlySpan<char> target)
    {
        if (target.IndexOf('?') is >= 0 and var query)
        {
            target = target[..query];
        }

        if (target.StartsWith('/') || target.IndexOf("://") is not (> 0 and var scheme))
        {
            return target;
        }

        var rest = target[(scheme + 3)..];
        return rest.IndexOf('/') is >= 0 and var path ? rest[path..] : "/";
    }

    /// <summary>
    /// Writes an address, or the network of a given prefix length that contains it if it is an IPv6 address. Link-local addresses and the
    /// loopback address are written whole, since all hosts of a link share their prefix. Does not allocate.
    /// </summary>
    /// <param name="address">The address; an IPv4-mapped one must be passed as IPv4.</param>
    /// <param name="prefix">The prefix length, 1 to <see cref="WholeAddress"/>.</param>
    /// <param name="buffer">Receives the text; at least <see cref="AddressLength"/> long.</param>
    /// <returns>The text, such as <c>192.0.2.7</c> or <c>2001:db8:1:2::/64</c>.</returns>
    public static ReadOnlySpan<char> OfAddress(IPAddress address, int prefix, Span<char> buffer)
    {
        if (prefix >= WholeAddress || address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv6LinkLocal
            || IPAddress.IPv6Loopback.Equals(address))
        {
            address.TryFormat(buffer, out var written);
            return buffer[..written];
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return WriteNetwork(bytes, prefix, buffer);
    }

    private static ReadOnlySpan<char> WriteNetwork(scoped Span<byte> address, int prefix, Span<char> buffer)
    {
        const int Groups = 8;
        ClearBehind(address, prefix);
        var groups = Groups;
        while (groups > 0 && address[(2 * groups) - 2] == 0 && address[(2 * groups) - 1] == 0)
        {
            groups--;
        }

        var length = 0;
        for (var group = 0; group < groups; group++)
        {
            var value = (address[2 * group] << 8) | address[(2 * group) + 1];
            buffer[length..].TryWrite(CultureInfo.InvariantCulture, $"{(group > 0 ? ":" : "")}{value:x}", out var written);
            length += written;
        }

        buffer[length..].TryWrite(CultureInfo.InvariantCulture, $"{(groups < Groups ? "::" : "")}/{prefix}", out var rest);
        return buffer[..(length + rest)];
    }

    private static void ClearBehind(Span<byte> address, int prefix)
    {
        var (whole, bits) = (prefix / 8, prefix % 8);
        if (bits > 0)
        {
            address[whole] &= (byte)(0xFF << (8 - bits));
            whole++;
        }

        address[whole..].Clear();
    }
}
