using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>A server, with or without TLS, that accepts every upgrade and then does what the test specifies.</summary>
internal sealed class UpgradeServer : IAsyncDisposable
{
    private readonly StreamTestServer _server;

    /// <param name="authority">Issues the server's certificate; <see langword="null"/> for no TLS.</param>
    /// <param name="serve">Handles a connection after the upgrade.</param>
    public UpgradeServer(TestAuthority? authority, Func<Stream, CancellationToken, Task> serve) =>
        _server = new(authority, async (stream, stop) =>
        {
            await AcceptAsync(stream, stop);
            await serve(stream, stop);
        });

    public string Url => _server.Url;

    /// <summary>Ends what a stream sends: with TLS by close_notify alone, since that is the end of the bytes there.</summary>
    public static async Task CloseSideAsync(Stream stream)
    {
        if (stream is SslStream secure)
        {
            await secure.ShutdownAsync();
        }
        else
        {
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task AcceptAsync(Stream stream, CancellationToken stop)
    {
        var head = await stream.ReadHeadAsync(stop);
        await stream.WriteTextAsync(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {head.FieldsNamed("Upgrade").Single()}\r\n"
                + $"Sec-WebSocket-Accept: {AcceptOf(head.FieldsNamed("Sec-WebSocket-Key").FirstOrDefault() ?? "")}\r\n\r\n",
            stop);
    }

    /// <summary>RFC 6455 §4.2.2.</summary>
#pragma warning disable CA5350 // The protocol requires SHA-1.
    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
