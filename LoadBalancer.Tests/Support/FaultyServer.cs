using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>A server that accepts every request and then fails in one way. It counts the requests that it receives.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    /// <summary>Only the gateway's prober sends this request, at times that no test controls, so it is not counted.</summary>
    private const string Probe = "GET /healthcheck ";

    private readonly TcpTestServer _server;
    private int _requests;

    public FaultyServer(Fault fault) => _server = new((stream, stop) => ServeAsync(stream, fault, stop));

    public string Url => _server.Url;

    /// <summary>The number of request heads received, without probes.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, Fault fault, CancellationToken stop)
    {
        var head = await stream.ReadHeadAsync(stop);
        if (head.Length == 0)
        {
            return;
        }

        if (!head.StartsWith(Probe, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _requests);
        }

        switch (fault)
        {
            case Fault.Reset:
                stream.Socket.Close(0);
                break;
            case Fault.HalfHead:
                await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Le", stop);
                break;
            case Fault.NotHttp:
                await stream.WriteTextAsync("220 mail.test ESMTP\r\n", stop);
                break;
            case Fault.HalfBody:
                await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", stop);
                break;
            case Fault.Unavailable:
                await stream.WriteTextAsync("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbusy", stop);
                break;
            case Fault.Hang:
                await stream.ReadToEndAsync(stop);
                break;
        }
    }
}
