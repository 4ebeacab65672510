using System.Net;
using System.Text;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>Who is at the other end of a client's connection. Immutable.</summary>
internal sealed class ClientPeer
{
    public ClientPeer(IPAddress? address, bool isSecure, TrustedProxies trusted)
    {
        Address = address;
        IsTrusted = address is not null && trusted.Contains(address);
        Scheme = isSecure ? "https" : "http";
        Text = Encoding.ASCII.GetBytes(address?.ToString() ?? "");
        ProtoLine = Encoding.ASCII.GetBytes($"X-Forwarded-Proto: {Scheme}\r\n");
    }

    /// <summary>Its address, an IPv4 one as such; <see langword="null"/> where the connection has none.</summary>
    public IPAddress? Address { get; }

    /// <summary>Whether its word on the client counts.</summary>
    public bool IsTrusted { get; }

    public string Scheme { get; }

    /// <summary>Its address as text; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The line that tells servers how it speaks to the gateway, with its end.</summary>
    public ReadOnlyMemory<byte> ProtoLine { get; }
}
