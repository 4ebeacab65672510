using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A server that handles each connection as the test specifies, byte by byte.</summary>
internal sealed class TcpTestServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="serve">Handles one connection.</param>
    /// <param name="address">The address; by default 127.0.0.1 with any free port.</param>
    public TcpTestServer(Func<NetworkStream, CancellationToken, Task> serve, IPEndPoint? address = null)
    {
        _serve = serve;
        _listener = new(address ?? new(IPAddress.Loopback, 0));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        finally
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _serve(stream, _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The peer has disconnected, or the test is over.
        }
    }
}
