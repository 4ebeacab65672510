using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Proxy.Clients;

/// <summary>
/// A node as proxies write it: an address, in brackets if it is IPv6 and a port may follow, with or without a port (RFC 7239 §6).
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

    /// <summary>The framework takes "1" and "0x7f.1" for addresses: nobody's proxy writes them.</summary>
    private static bool IsWritten(ReadOnlySpan<char> text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count('.') == 3;
}
