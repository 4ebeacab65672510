using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A gateway with a recording server behind it. It handles one message at a time.</summary>
internal sealed class MessageLane : IAsyncDisposable
{
    /// <summary>The request sent after a message: it must arrive if the connection is still good, and must not arrive otherwise.</summary>
    public const string Follower = "GET /follower HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RecordingServer _server = new();
    private readonly ObservedConnections _connections = new(
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance));
    private TestCluster _cluster = null!;

    private MessageLane()
    {
    }

    /// <param name="path">How the gateway forwards requests.</param>
    public static async Task<MessageLane> StartAsync(ForwardingPath path = ForwardingPath.Relay)
    {
        var lane = new MessageLane();
        lane._cluster = await TestCluster.StartAsync(
            path, services => services.AddSingleton<IConnectionListenerFactory>(lane._connections));
        await lane._cluster.ApplyAsync(Changes.Join("recording", url: lane._server.Url));
        return lane;
    }

    /// <summary>
    /// Sends text in parts on its own connection, each part when the gateway has read the previous one, until that connection is closed.
    /// </summary>
    /// <param name="parts">The parts to send, as Latin-1.</param>
    /// <param name="close">Whether the client closes its side after the last part.</param>
    /// <param name="cancellationToken">Cancels the exchange.</param>
    public async Task<MessageResult> SendAsync(IEnumerable<string> parts, bool close, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _cluster.Gateway.Address.Port, cancellationToken);
        var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
        var responded = new MemoryStream();
        try
        {
            var reading = ReadAsync(client.GetStream(), responded, patience.Token);
            await WriteAsync(client, _connections.Of(port), parts, close, patience.Token);
            await reading;
            await _connections.Of(port).Ended.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            client.Close();
            await _connections.Of(port).Ended.WaitAsync(Patience, cancellationToken);
            var records = await _server.TakeAsync(cancellationToken);
            return new(Encoding.Latin1.GetString(responded.ToArray()), IsClosed: false, records);
        }
        finally
        {
            _connections.Forget(port);
        }

        return new(Encoding.Latin1.GetString(responded.ToArray()), IsClosed: true, await _server.TakeAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task WriteAsync(
        TcpClient client, ReadProgress progress, IEnumerable<string> parts, bool close, CancellationToken cancellationToken)
    {
        try
        {
            var sent = 0L;
            foreach (var part in parts)
            {
                await progress.WaitAsync(sent, cancellationToken);
                await client.GetStream().WriteTextAsync(part, cancellationToken);
                sent += part.Length;
            }

            if (close)
            {
                await progress.WaitAsync(sent, cancellationToken);
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The gateway has rejected the message and closed the connection: the responses until then count.
        }
    }

    private static async Task ReadAsync(NetworkStream stream, MemoryStream responded, CancellationToken cancellationToken)
    {
        try
        {
            await stream.CopyToAsync(responded, cancellationToken);
        }
        catch (IOException)
        {
            // The connection is reset instead of closed.
        }
    }
}
