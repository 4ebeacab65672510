using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Kestrel's socket transport, which lets a test know how many of each client's bytes have been examined, so that text sent in two parts is
/// also read in two.
/// </summary>
internal sealed class ObservedConnections(SocketTransportFactory sockets) : IConnectionListenerFactory
{
    private readonly ConcurrentDictionary<int, ReadProgress> _byPort = [];

    /// <summary>Returns the progress of the client that connects from this port, whether or not it has been accepted yet.</summary>
    public ReadProgress Of(int port) => _byPort.GetOrAdd(port, _ => new());

    public void Forget(int port) => _byPort.TryRemove(port, out _);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), this);

    private sealed class Listener(IConnectionListener inner, ObservedConnections connections) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await inner.AcceptAsync(cancellationToken);
            return connection is null
                ? null
                : new ObservedConnection(connection, connections.Of(((IPEndPoint)connection.RemoteEndPoint!).Port));
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
