using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Listening;

/// <summary>An address that is listened on; each of its connections has it among its features.</summary>
/// <param name="Setting">The setting that asks for it, for messages.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Protocols">What is spoken on it.</param>
internal sealed record Listener(string Setting, BindingAddress Address, HttpProtocols Protocols)
{
    /// <summary>Whether it is the one for the gateway's own endpoints alone.</summary>
    public bool IsManagement { get; init; }

    /// <summary>Whether its requests leave no traces: those of the gateway itself.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether each connection begins with a header of the PROXY protocol.</summary>
    public bool TakesProxyProtocol { get; init; }

    /// <summary>The port of https that requests are sent to; <see langword="null"/> where they are served here.</summary>
    public int? RedirectPort { get; init; }

    /// <summary>
    /// What answers say in <c>Strict-Transport-Security</c>, if the server says nothing; <see langword="null"/> for nothing.
    /// </summary>
    public string? StrictTransport
    {
        get;
        init => (field, StrictTransportLine) = (value, value is null
            ? default
            : Encoding.ASCII.GetBytes($"Strict-Transport-Security: {value}\r\n"));
    }

    /// <summary>The same as a line of HTTP/1.1; empty for nothing.</summary>
    public ReadOnlyMemory<byte> StrictTransportLine { get; private init; }

    /// <summary>Whether it speaks TLS.</summary>
    public bool IsSecure => string.Equals(Address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the first bytes tell which protocol a client speaks; with TLS the handshake does.</summary>
    public bool IsMixed => !IsSecure && Protocols.HasFlag(HttpProtocols.Http1) && Protocols.HasFlag(HttpProtocols.Http2);
}
