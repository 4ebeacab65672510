using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>An upstream connection, and the server's end of it.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(UpstreamConnection upstream, Socket server) => (Upstream, Server) = (upstream, server);

    public UpstreamConnection Upstream { get; }

    public Socket Server { get; }

    public static async Task<SocketPair> ConnectAsync(CancellationToken cancellationToken)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!, cancellationToken);
        var server = await listener.AcceptAsync(cancellationToken);
        return new(new(client, new NetworkStream(client, ownsSocket: true), TimeProvider.System.GetTimestamp()), server);
    }

    public async Task SendAsync(string text, CancellationToken cancellationToken) =>
        await Server.SendAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>Reads until the given number of bytes has arrived.</summary>
    public async Task<string> ReceiveAsync(int length, CancellationToken cancellationToken)
    {
        var buffer = new byte[length];
        for (var count = 0; count < length;)
        {
            var read = await Server.ReceiveAsync(buffer.AsMemory(count), cancellationToken);
            Assert.NotEqual(0, read);
            count += read;
        }

        return Encoding.Latin1.GetString(buffer);
    }

    public void Dispose()
    {
        Upstream.Dispose();
        Server.Dispose();
    }
}
