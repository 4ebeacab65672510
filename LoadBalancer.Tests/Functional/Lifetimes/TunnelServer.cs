using System.Net.Sockets;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>A server that accepts every upgrade, sends bytes that the test specifies, and records what it receives.</summary>
internal sealed class TunnelServer : IAsyncDisposable
{
    private readonly TcpTestServer _server;
    private readonly byte[] _greeting;
    private readonly bool _answersClose;
    private readonly TaskCompletionSource<byte[]> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="greeting">What the server sends at once.</param>
    /// <param name="answersClose">Whether the server responds to a close frame with its own, and then closes the connection.</param>
    public TunnelServer(byte[] greeting, bool answersClose = true)
    {
        (_greeting, _answersClose) = (greeting, answersClose);
        _server = new(ServeAsync);
    }

    public string Url => _server.Url;

    /// <summary>What the server has received when its connection ended.</summary>
    public Task<byte[]> Received => _received.Task;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = await stream.ReadHeadAsync(stop);
        await stream.WriteTextAsync(
            $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {head.FieldsNamed("Upgrade").Single()}\r\n\r\n", stop);
        await stream.WriteAsync(_greeting, stop);
        var received = new List<byte>();
        var buffer = new byte[1_024];
        try
        {
            while (await stream.ReadAsync(buffer, stop) is > 0 and var count)
            {
                received.AddRange(buffer.AsSpan(0, count));
                if (_answersClose && WireFrame.FirstClose([.. received]) is not null)
                {
                    await stream.WriteAsync(new byte[] { 0x88, 0x02, 0x03, 0xe9 }, stop);
                    return;
                }
            }
        }
        finally
        {
            _received.TrySetResult([.. received]);
        }
    }
}
