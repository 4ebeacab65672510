using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Determines when the client of a connection is gone. The end of its bytes alone does not say so: a client may close its sending side
/// after a request and wait for the response (RFC 9112 §9.6), or in a tunnel. It is gone once the connection is reset or aborted, or once
/// a write has failed. Thread-safe.
/// </summary>
/// <remarks>
/// While the client may still send, a pending read reports a reset. After the end of its bytes nothing is read any more; from then on
/// <see cref="OnHeartbeat"/> examines the socket. Windows reports a reset there only to the next write.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A heartbeat may cancel the source at any time; it holds nothing but memory.")]
internal sealed partial class ClientPresence(ConnectionContext connection, bool endsWithInput, ILogger<ClientPresence> logger)
{
    private readonly Socket? _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
    private readonly CancellationTokenSource _gone = new();
    private volatile bool _isHalfClosed;
    private volatile bool _isOver;

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Begins to observe the connection, before anything is read from it.</summary>
    public void Begin()
    {
#pragma warning disable CS0618 // Nothing else reports the end of the bytes, and its cause, to a connection that is not reading.
        connection.Transport.Input.OnWriterCompleted(static (cause, presence) => ((ClientPresence)presence!).OnInputEnd(cause), this);
#pragma warning restore CS0618
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            static presence => ((ClientPresence)presence).OnHeartbeat(), this);
    }

    /// <summary>Ends the observation when the connection is over.</summary>
    public void End() => _isOver = true;

    /// <summary>Examines the socket of a client that has closed its sending side. Called about once a second, by any thread.</summary>
    public void OnHeartbeat()
    {
        if (_isHalfClosed && !_isOver && !_gone.IsCancellationRequested && HasFailed())
        {
            _ = LeaveAsync();
        }
    }

    private void OnInputEnd(Exception? cause)
    {
        _isHalfClosed = true;
        if (cause is not null || endsWithInput)
        {
            _ = LeaveAsync();
        }
    }

    private bool HasFailed()
    {
        try
        {
            return _socket?.Poll(TimeSpan.Zero, SelectMode.SelectError) == true;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // The transport closes the socket when a write has failed.
            return true;
        }
    }

    /// <summary>Marks the client as gone at once; the callbacks run on the thread pool, since they end requests.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await _gone.CancelAsync();
        }
        catch (AggregateException exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(3731, LogLevel.Error, "The requests of a client that has disconnected could not be canceled")]
    private partial void LogFailed(Exception exception);
}
