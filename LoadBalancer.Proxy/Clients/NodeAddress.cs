using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Proxy.Clients;

/// <summary>
/// Parses a node as proxies write it: an address with or without a port, in brackets if it is IPv6 and a port may follow (RFC 7239 §6).
/// </summary>
internal static class NodeAddress
{
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        var node = text.Trim(" \t\"");
        if (node is ['[', ..])
        {
            node = node.IndexOf(']') is > 0 and var end ? node[1..end] : [];
        }
        else if (node.Count(':') == 1)
        {
            node = node[..node.IndexOf(':')];
        }

        address = null;
        return !node.IsEmpty && IPAddress.TryParse(node, out address) && IsWritten(node, address);
    }

    /// <summary>Rejects forms such as "1" and "0x7f.1", which the framework parses as addresses but no proxy writes.</summary>
    private static bool IsWritten(ReadOnlySpan<char> text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count('.') == 3;
}
