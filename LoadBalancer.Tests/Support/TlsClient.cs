using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Tests.Support;

/// <summary>Creates clients that speak TLS and trust one authority.</summary>
internal static class TlsClient
{
    /// <summary>Connects and completes the TLS handshake.</summary>
    public static async Task<SslStream> ConnectAsync(
        int port,
        string name,
        TestAuthority authority,
        CancellationToken cancellationToken,
        SslProtocols versions = SslProtocols.None,
        params SslApplicationProtocol[] protocols)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = name,
                ApplicationProtocols = [.. protocols],
                EnabledSslProtocols = versions,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => authority.HasIssued(certificate),
            },
            cancellationToken);
        return stream;
    }

    /// <summary>Creates a client for <c>https://NAME</c> that connects to a port of this machine, whatever the name.</summary>
    public static HttpClient For(int port, string name, TestAuthority authority) =>
        new(HandlerFor(port, authority)) { BaseAddress = new($"https://{name}:{port}") };

    public static SocketsHttpHandler HandlerFor(int port, TestAuthority authority) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = { CertificateChainPolicy = PolicyOf(authority) },
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static X509ChainPolicy PolicyOf(TestAuthority authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { authority.Certificate },
    };
}
