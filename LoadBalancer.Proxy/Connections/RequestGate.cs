using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace LoadBalancer.Proxy.Connections;

/// <summary>
/// Sits between the socket and Kestrel and reads the head of each request. Rejects ambiguous requests, passes the others to the relay, and
/// presents those that are not relayed to Kestrel, which waits for its next request in the meantime. In place of a malformed part of a
/// request's body, Kestrel reads a line that it rejects too.
/// </summary>
internal sealed partial class RequestGate : PipeReader
{
    /// <summary>A line that is neither a valid chunk size nor a valid trailer.</summary>
    private static readonly byte[] Unreadable = "\0\r\n\r\n"u8.ToArray();

    private static readonly TimeSpan ClosingTick = TimeSpan.FromSeconds(1);

    private static readonly ReadResult Over = new(default, isCanceled: false, isCompleted: true);

    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly RequestScanner _scanner;
    private readonly GateServices _services;
    private readonly ReadDeadline _deadline;
    private readonly RelayConnection? _relay;
    private readonly Func<IConnectionTimeoutFeature?> _findTimeout;
    private IConnectionTimeoutFeature? _kestrelsTimeout;
    private ReadOnlySequence<byte> _shown;
    private long _left;
    private bool _isRejected;
    private bool _isOver;
    private volatile bool _closes;
    private volatile bool _closesNext;
    private volatile bool _isComplete;
    private volatile ITimer? _closing;

    /// <param name="input">The bytes from the client.</param>
    /// <param name="output">The bytes to the client.</param>
    /// <param name="isSecure">Whether the connection uses TLS.</param>
    /// <param name="services">Services that all gates share.</param>
    /// <param name="relay">Creates the connection's relay; <see langword="null"/> if nothing is relayed.</param>
    /// <param name="kestrelsTimeout">
    /// Returns Kestrel's timeout for this connection, or <see langword="null"/> if Kestrel has not created it yet.
    /// </param>
    public RequestGate(
        PipeReader input,
        PipeWriter output,
        bool isSecure,
        GateServices services,
        Func<RequestHead, RelayConnection>? relay,
        Func<IConnectionTimeoutFeature?> kestrelsTimeout)
    {
        _input = input;
        _output = output;
        _services = services;
        _findTimeout = kestrelsTimeout;
        _scanner = new(isSecure, services.HeadLimits);
        _deadline = new(input, services.TimeProvider);
        _relay = relay?.Invoke(_scanner.Head);
    }

    /// <summary>The head of the request that was last presented to Kestrel, which keeps less of it.</summary>
    public RequestHead Head => _scanner.Head;

    /// <summary>Whether the connection closes with the next response whose head has not been written yet. Thread-safe.</summary>
    public bool ClosesNext => _closesNext;

    /// <summary>Whether no request is in flight. Thread-safe.</summary>
    public bool IsIdle => _deadline.IsIdle;

    /// <summary>Switches the connection to another protocol; the bytes that follow are passed through.</summary>
    public void OpenTunnel() => _scanner.BecomeTunnel();

    /// <summary>
    /// Closes the connection with the next response whose head has not been written yet, or when no request begins for a while.
    /// Thread-safe.
    /// </summary>
    public void CloseNext()
    {
        _closesNext = true;
        _relay?.CloseNext();
        _closing = _services.TimeProvider.CreateTimer(static gate => ((RequestGate)gate!).OnClosingTick(), this, ClosingTick, ClosingTick);
    }

    /// <summary>Ends operations that have exceeded their timeout. Called about once a second, by any thread.</summary>
    public void OnHeartbeat()
    {
        _deadline.Check();
        _relay?.OnHeartbeat();
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _isRejected ? new(new ReadResult(_shown, isCanceled: false, isCompleted: true))
        : _isOver ? new(Over)
        : ReadNextAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (_isRejected || _isOver)
        {
            result = _isRejected ? new(_shown, isCanceled: false, isCompleted: true) : Over;
            return true;
        }

        // Reads that do not wait are made within a message; a head that ends here is the exception.
        result = default;
        return !_scanner.IsBetweenMessages && _input.TryRead(out var read) && !IsCanceledTooLate(read) && TryShow(read, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isOver)
        {
            return;
        }

        if (_isRejected)
        {
            _shown = _shown.Slice(consumed);
            return;
        }

        var count = _shown.Slice(0, consumed).Length;
        _scanner.Consume(count);
        _left = _shown.Length - count;
        _shown = default;
        _input.AdvanceTo(consumed, examined);
    }

    /// <summary>Marks the request that is being relayed as the last one, since Kestrel accepts no more requests.</summary>
    public override void CancelPendingRead()
    {
        _closes = true;
        _relay?.CloseNext();
        _input.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null)
    {
        Release();
        _input.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        Release();
        return _input.CompleteAsync(exception);
    }

    private void Release()
    {
        _scanner.Head.Release();
        _isComplete = true;
        _closing?.Dispose();
    }

    /// <summary>Ends a connection that is idle for too long. Kestrel's heartbeat would not, since it ends when the server stops.</summary>
    private void OnClosingTick()
    {
        if (_isComplete)
        {
            // The connection ended before the timer was known to it.
            _closing?.Dispose();
        }
        else
        {
            _deadline.Check(_services.IdleCut);
        }
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            BeginWaiting();
            var read = await _input.ReadAsync(cancellationToken);
            if (_deadline.IsOver && (read.Buffer.IsEmpty || !_scanner.IsBetweenMessages))
            {
                return await EndAsync(read);
            }

            if (IsCanceledTooLate(read))
            {
                continue;
            }

            if (TryShow(read, out var result))
            {
                _deadline.End();
                return result;
            }

            if (_scanner.MessageError != MessageError.None)
            {
                return await RejectAsync(_scanner.MessageError);
            }

            if (_scanner.IsAtHeadEnd)
            {
                BeginRelaying();
                var mayGoOn = await _relay!.RelayAsync();
                _scanner.Head.Release();
                if (!mayGoOn || _closes)
                {
                    return End();
                }
            }
        }
    }

    /// <returns>Whether a read was canceled for a wait that had already ended; nothing of it is consumed.</returns>
    private bool IsCanceledTooLate(in ReadResult read)
    {
        if (!read.IsCanceled || _closes)
        {
            return false;
        }

        _input.AdvanceTo(read.Buffer.Start);
        return true;
    }

    /// <summary>Stops Kestrel's timeout, which must not run while other requests are relayed.</summary>
    private void BeginWaiting()
    {
        if (_scanner.IsBetweenMessages)
        {
            (_kestrelsTimeout ??= _findTimeout())?.CancelTimeout();
            _deadline.BeginIdle(_services.IdleTimeout);
        }
        else if (_scanner.IsInHead)
        {
            _deadline.BeginMessage(_services.HeadTimeout);
        }
        else
        {
            _deadline.End();
        }
    }

    /// <returns>
    /// <see langword="false"/> if there is nothing to present: more bytes are needed, or the request is rejected or relayed.
    /// </returns>
    private bool TryShow(in ReadResult read, out ReadResult result)
    {
        var buffer = read.Buffer;
        var length = _scanner.Scan(buffer);
        result = default;
        if (_scanner.MessageError != MessageError.None && length == 0)
        {
            return _scanner.IsInHead ? Hold(buffer) : TryShowUnreadable(buffer, out result);
        }

        if (_scanner.IsAtHeadEnd && _relay is not null && _services.Relays(_scanner.Head))
        {
            _shown = buffer.Slice(0, length);
            return false;
        }

        var isHeldBack = length < buffer.Length;
        if (length == 0 && isHeldBack && !read.IsCompleted && !read.IsCanceled)
        {
            return Hold(buffer);
        }

        if (_scanner.IsAtHeadEnd)
        {
            HeadCorrections.Apply(buffer, _scanner.Head, _services.MayBecomeTunnel(_scanner.Head));
        }

        // Kestrel takes the end of the bytes for the client's disconnection, even behind a complete request, so it is shown by itself, or
        // when the bytes before it are not enough.
        _shown = isHeldBack ? buffer.Slice(0, length) : buffer;
        result = new(_shown, read.IsCanceled, read.IsCompleted && (length == 0 || (!isHeldBack && length <= _left)));
        return true;
    }

    private bool Hold(in ReadOnlySequence<byte> buffer)
    {
        _input.AdvanceTo(buffer.Start, buffer.End);
        return false;
    }

    private bool TryShowUnreadable(in ReadOnlySequence<byte> buffer, out ReadResult result)
    {
        Count(_scanner.MessageError);
        _input.AdvanceTo(buffer.Start);
        _isRejected = true;
        _shown = new(Unreadable);
        result = new(_shown, isCanceled: false, isCompleted: true);
        return true;
    }

    private void BeginRelaying()
    {
        _input.AdvanceTo(_shown.End);
        _shown = default;
        _left = 0;
        _scanner.LeaveMessage();
        _scanner.Head.UseOriginForm();
        _deadline.End();
    }

    /// <summary>Ends the connection after a timeout: nothing, or only a part of a head, was received in time.</summary>
    private ValueTask<ReadResult> EndAsync(in ReadResult read)
    {
        _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return _scanner.IsBetweenMessages ? new(End()) : RejectAsync(MessageError.HeadTimeout);
    }

    private async ValueTask<ReadResult> RejectAsync(MessageError rejection)
    {
        Count(rejection);
        _deadline.End();
        _services.Rejections.Respond(_output, rejection);
        await _output.FlushAsync();
        return End();
    }

    private void Count(MessageError rejection)
    {
        LogRejected(_services.Logger, rejection);
        _services.Rejections.Count(rejection);
    }

    private ReadResult End()
    {
        _isOver = true;
        return Over;
    }

    [LoggerMessage(3501, LogLevel.Debug, "A request was rejected: {Error}")]
    private static partial void LogRejected(ILogger logger, MessageError error);
}
