using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Tunnels;

/// <summary>
/// An open tunnel. It is open until one of its peers closes it or the gateway begins to end it, and then has <see cref="ClosingTime"/>
/// until it is cut. Thread-safe.
/// </summary>
internal sealed class Tunnel
{
    /// <summary>How long the peers may take to complete the close.</summary>
    public static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(5);

    private const long NotEnding = 0;

    private readonly TunnelStream _stream;
    private readonly bool _isWebSocket;
    private readonly Action _cut;
    private readonly TimeProvider _timeProvider;

    /// <summary>The timestamp at which the gateway began to end the tunnel.</summary>
    private long _endingSince = NotEnding;

    /// <param name="server">The server at the other end.</param>
    /// <param name="stream">The client's side.</param>
    /// <param name="isWebSocket">Whether the tunnel is a WebSocket, which can be ended with a close frame.</param>
    /// <param name="cut">Ends the tunnel at once. Thread-safe; may be called more than once.</param>
    /// <param name="timeProvider">The clock.</param>
    public Tunnel(Server server, TunnelStream stream, bool isWebSocket, Action cut, TimeProvider timeProvider)
    {
        Process = ServerProcess.Of(server);
        _stream = stream;
        _isWebSocket = isWebSocket;
        _cut = cut;
        _timeProvider = timeProvider;
    }

    /// <summary>The process of the server at the other end.</summary>
    public ServerProcess Process { get; }

    /// <summary>Whether the gateway has begun to end the tunnel.</summary>
    public bool IsEnding => Volatile.Read(ref _endingSince) != NotEnding;

    /// <summary>How long nothing has passed.</summary>
    public TimeSpan Idle => _stream.Idle;

    /// <summary>Begins to end the tunnel.</summary>
    /// <returns>Whether this call did, and no earlier one.</returns>
    public bool TryEnd()
    {
        if (Interlocked.CompareExchange(ref _endingSince, Math.Max(1, _timeProvider.GetTimestamp()), NotEnding) != NotEnding)
        {
            return false;
        }

        if (_isWebSocket)
        {
            _stream.BeginClose();
        }
        else
        {
            _cut();
        }

        return true;
    }

    /// <summary>Cuts the tunnel if its peers have not completed the close in time.</summary>
    public void CheckClose()
    {
        if (IsEnding && ClosingTimeLeft <= TimeSpan.Zero)
        {
            _cut();
        }
    }

    /// <summary>Waits, after the copying has ended, for the client's part of the close.</summary>
    public async Task AwaitClientAsync()
    {
        if (IsEnding && ClosingTimeLeft is { Ticks: > 0 } left)
        {
            using var patience = new CancellationTokenSource(left, _timeProvider);
            await _stream.AwaitClientAsync(patience.Token);
        }
    }

    private TimeSpan ClosingTimeLeft => ClosingTime - _timeProvider.GetElapsedTime(Volatile.Read(ref _endingSince));
}
