using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Tests.Support;

/// <summary>A server, with or without TLS, that handles each connection as the test specifies.</summary>
internal sealed class StreamTestServer : IAsyncDisposable
{
    private readonly TcpTestServer _server;
    private readonly X509Certificate2? _certificate;
    private readonly Func<Stream, CancellationToken, Task> _serve;

    /// <param name="authority">Issues the server's certificate; <see langword="null"/> for no TLS.</param>
    /// <param name="serve">Handles one connection.</param>
    public StreamTestServer(TestAuthority? authority, Func<Stream, CancellationToken, Task> serve)
    {
        _certificate = authority?.Issue(["127.0.0.1"]);
        _serve = serve;
        _server = new(ServeAsync);
    }

    /// <summary>What each client has sent over TLS, in the order of their connections.</summary>
    public ConcurrentQueue<TlsRecords> Records { get; } = [];

    public string Url => _certificate is null ? _server.Url : _server.Url.Replace("http:", "https:", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate?.Dispose();
    }

    private async Task ServeAsync(NetworkStream plain, CancellationToken stop)
    {
        if (_certificate is null)
        {
            await _serve(plain, stop);
            return;
        }

        var records = new TlsRecords(plain);
        Records.Enqueue(records);
        await using var secure = new SslStream(records);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
        await _serve(secure, stop);
    }
}
