using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// An address that can be moved from one server to another, as a Kubernetes Service or the name of a managed Redis can: a TCP relay.
/// Connections that exist when it moves stay with their server unless they are broken.
/// </summary>
internal sealed class MovingName : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile int _target;
    private int _accepted;

    public MovingName(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The address, which does not change.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The number of connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Lets new connections go to another port.</summary>
    public void MoveTo(int target) => _target = target;

    /// <summary>Breaks all connections that exist.</summary>
    public void Break()
    {
        foreach (var client in _clients.Keys)
        {
            client.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Break();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                relays.Add(RelayAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        _clients[client] = true;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _stop.Token),
                server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException
            or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two sides has ended, or the test has.
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Dispose();
        }
    }
}
