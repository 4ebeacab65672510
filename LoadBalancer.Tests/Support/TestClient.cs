using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadBalancer.Tests.Support;

/// <summary>A connection of a client, with or without TLS, that can be closed in one direction.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private TestClient(Socket socket, Stream stream, TlsRecords? records) => (Socket, Stream, Records) = (socket, stream, records);

    public Socket Socket { get; }

    public Stream Stream { get; }

    /// <summary>What the peer has sent; <see langword="null"/> without TLS.</summary>
    public TlsRecords? Records { get; }

    /// <summary>Connects to a port of this machine.</summary>
    /// <param name="port">The port.</param>
    /// <param name="authority">The authority to trust; <see langword="null"/> for no TLS.</param>
    /// <param name="protocol">The protocol to negotiate in TLS.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <param name="versions">The versions of TLS to offer.</param>
    public static async Task<TestClient> ConnectAsync(
        int port,
        TestAuthority? authority,
        SslApplicationProtocol protocol,
        CancellationToken cancellationToken,
        SslProtocols versions = SslProtocols.None)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        TlsRecords? records = null;
        if (authority is not null)
        {
            records = new(stream);
            var secure = new SslStream(records);
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "a.test",
                ApplicationProtocols = [protocol],
                EnabledSslProtocols = versions,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => authority.HasIssued(certificate),
            };
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            stream = secure;
        }

        return new(socket, stream, records);
    }

    public Task WriteTextAsync(string text, CancellationToken cancellationToken) => Stream.WriteTextAsync(text, cancellationToken);

    public Task<string> ReadHeadAsync(CancellationToken cancellationToken) => Stream.ReadHeadAsync(cancellationToken);

    public Task<string> ReadToEndAsync(CancellationToken cancellationToken) => Stream.ReadToEndAsync(cancellationToken);

    /// <summary>Closes the sending side: with TLS, close_notify and then the end of the bytes.</summary>
    public async Task CloseSideAsync()
    {
        if (Stream is SslStream secure)
        {
            await secure.ShutdownAsync();
        }

        Socket.Shutdown(SocketShutdown.Send);
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
