using System.Net;
using System.Text;
using LoadBalancer.Proxy.Clients;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The peer of a client's connection. Immutable.</summary>
internal sealed class ClientPeer
{
    public ClientPeer(IPAddress? address, bool isSecure, TrustedProxies trusted)
    {
        Address = address;
        IsTrusted = address is not null && trusted.Contains(address);
        IsSecure = isSecure;
        Scheme = isSecure ? "https" : "http";
        Text = Encoding.ASCII.GetBytes(address?.ToString() ?? "");
        ProtoLine = Encoding.ASCII.GetBytes($"X-Forwarded-Proto: {Scheme}\r\n");
    }

    /// <summary>The peer's address, with IPv4-mapped addresses as IPv4; <see langword="null"/> if the connection has none.</summary>
    public IPAddress? Address { get; }

    /// <summary>Whether the peer is trusted to identify the client.</summary>
    public bool IsTrusted { get; }

    /// <summary>Whether the connection uses TLS.</summary>
    public bool IsSecure { get; }

    public string Scheme { get; }

    /// <summary>The peer's address as text; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The <c>X-Forwarded-Proto</c> line for servers, with its line end.</summary>
    public ReadOnlyMemory<byte> ProtoLine { get; }
}
