using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadBalancer.Proxy.Listening;

/// <summary>An address that the gateway listens on; a feature of each of its connections.</summary>
/// <param name="Setting">The setting that specifies the listener, for messages.</param>
/// <param name="Address">The address.</param>
/// <param name="Protocols">The protocols that it serves.</param>
internal sealed record Listener(string Setting, BindingAddress Address, HttpProtocols Protocols)
{
    /// <summary>Whether the listener serves only the gateway's own endpoints.</summary>
    public bool IsManagement { get; init; }

    /// <summary>Whether requests are excluded from traces, as for the gateway's internal requests.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether each connection begins with a PROXY protocol header.</summary>
    public bool TakesProxyProtocol { get; init; }

    /// <summary>The https port that requests are redirected to; <see langword="null"/> if they are served here.</summary>
    public int? RedirectPort { get; init; }

    /// <summary>
    /// The value of <c>Strict-Transport-Security</c> for responses whose server sends none; <see langword="null"/> for no header.
    /// </summary>
    public string? StrictTransport
    {
        get;
        init => (field, StrictTransportLine) = (value, value is null
            ? default
            : Encoding.ASCII.GetBytes($"Strict-Transport-Security: {value}\r\n"));
    }

    /// <summary>The header as an HTTP/1.1 line; empty for no header.</summary>
    public ReadOnlyMemory<byte> StrictTransportLine { get; private init; }

    /// <summary>Whether the listener uses TLS.</summary>
    public bool IsSecure => string.Equals(Address.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the first bytes determine the client's protocol; with TLS the handshake does.</summary>
    public bool IsMixed => !IsSecure && Protocols.HasFlag(HttpProtocols.Http1) && Protocols.HasFlag(HttpProtocols.Http2);
}
