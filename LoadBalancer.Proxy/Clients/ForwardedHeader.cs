using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Proxy.Clients;

/// <summary>The <c>Forwarded</c> header (RFC 7239).</summary>
internal static class ForwardedHeader
{
    /// <summary>Formats one entry with the sender, the host, and the scheme of the request.</summary>
    public static string Entry(IPAddress? peer, string host, string scheme)
    {
        var node = peer is null ? "unknown" : peer.AddressFamily == AddressFamily.InterNetworkV6 ? $"\"[{peer}]\"" : peer.ToString();
        return host.Length == 0 ? $"for={node};proto={scheme}" : $"for={node};host=\"{host}\";proto={scheme}";
    }

    /// <summary>Returns the value of <c>for</c> in an entry; empty if it is absent.</summary>
    public static ReadOnlySpan<char> NodeOf(ReadOnlySpan<char> entry)
    {
        foreach (var range in entry.Split(';'))
        {
            var pair = entry[range].Trim(" \t");
            if (pair.StartsWith("for=", StringComparison.OrdinalIgnoreCase))
            {
                return pair["for=".Length..];
            }
        }

        return [];
    }
}
