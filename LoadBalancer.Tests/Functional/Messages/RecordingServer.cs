using System.Collections.Concurrent;
using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// A server that records what reaches it and responds with 200. It reads one request from each connection and then waits for its end;
/// anything else that arrives there was smuggled in.
/// </summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    /// <summary>
    /// The path that the gateway probes. No client's request reaches the server here, because the gateway serves this path itself.
    /// </summary>
    private const string Probe = "/healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly TcpTestServer _server;
    private readonly ConcurrentDictionary<NetworkStream, bool> _open = [];
    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private readonly ConcurrentQueue<string> _fragments = [];
    private readonly ConcurrentQueue<string> _faults = [];

    public RecordingServer() => _server = new(ServeAsync);

    public string Url => _server.Url;

    /// <summary>Waits until no connection is sending, then returns what has been recorded and clears it.</summary>
    public async Task<Records> TakeAsync(CancellationToken cancellationToken)
    {
        await AcceptAllAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Step);
        while (_open.Any(connection => connection.Value || connection.Key.DataAvailable))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return new(Drain(_requests), Drain(_fragments), Drain(_faults));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static T[] Drain<T>(ConcurrentQueue<T> queue)
    {
        var items = new List<T>();
        while (queue.TryDequeue(out var item))
        {
            items.Add(item);
        }

        return [.. items];
    }

    /// <summary>
    /// Waits until all earlier connections have been accepted. Connections are accepted in order, so this method opens one of its own.
    /// </summary>
    private async Task AcceptAllAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(Url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        var stream = client.GetStream();
        client.Client.Shutdown(SocketShutdown.Send);
        await stream.ReadToEndAsync(cancellationToken);
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        _open[stream] = false;
        var reader = new RequestReader(stream);
        try
        {
            // A zero-byte read consumes nothing, so there is no moment in which bytes are neither waiting nor being read.
            await stream.Socket.ReceiveAsync(Memory<byte>.Empty, stop);
            _open[stream] = true;
            await ServeAsync(stream, reader, stop);
        }
        catch (FormatException exception)
        {
            _faults.Enqueue($"{exception.Message}: {reader.Fragment}");
        }
        catch (IOException)
        {
            KeepFragment(reader.Fragment);
        }
        finally
        {
            _open.TryRemove(stream, out _);
        }
    }

    private async Task ServeAsync(NetworkStream stream, RequestReader reader, CancellationToken stop)
    {
        if (await reader.ReadAsync(stop) is not { } request)
        {
            KeepFragment(reader.Fragment);
            return;
        }

        if (!string.Equals(request.Target, Probe, StringComparison.Ordinal))
        {
            _requests.Enqueue(request);
        }

        var content = string.Equals(request.Method, "HEAD", StringComparison.Ordinal) ? "" : "ok";
        await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{content}", stop);
        var rest = await reader.ReadRestAsync(stop);
        if (rest.Length > 0)
        {
            _faults.Enqueue($"after a request: {rest}");
        }
    }

    private void KeepFragment(string fragment)
    {
        if (fragment.Length > 0)
        {
            _fragments.Enqueue(fragment);
        }
    }
}
