using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Sits between the client's bytes and Kestrel's HTTP/2, which ends the whole connection for most faults of a single request. Every header
/// block is decoded and checked here and presented to Kestrel as one that it accepts; all other frames pass unchanged. An error of the
/// connection is presented as a frame that Kestrel responds to with the same error, so that Kestrel writes all frames to the client but
/// for interim responses (<see cref="Http2Output"/>).
/// </summary>
/// <remarks>
/// Kestrel notices that the last stream of a closing connection has ended when it reads a frame, or at its next heartbeat, which no longer
/// comes once the gateway stops. When a stream of such a connection ends, it is therefore presented a frame of an unknown type, which it
/// ignores (RFC 9113 §5.5).
/// </remarks>
internal sealed class Http2Gate : PipeReader
{
    private static readonly ReadResult Over = new(default, isCanceled: false, isCompleted: true);

    /// <summary>A frame without content, of a type for experimental use.</summary>
    private static readonly byte[] Ignored = [0, 0, 0, 0xfb, 0, 0, 0, 0, 0];

    private readonly PipeReader _input;
    private readonly Http2Output _output;
    private readonly TimeSpan _headTimeout;
    private readonly FrameRewriter _frames;
    private readonly ReadDeadline _deadline;
    private ReadOnlySequence<byte> _shown;
    private volatile bool _closes;

    /// <summary>How many PING frames are to be presented, for each of which <see cref="Http2Output"/> writes an interim response.</summary>
    private int _pings;

    /// <summary>1 if a frame is to be presented that Kestrel ignores.</summary>
    private int _ignored;

    /// <param name="input">The bytes from the client.</param>
    /// <param name="output">The bytes to the client.</param>
    /// <param name="isSecure">Whether the connection uses TLS.</param>
    /// <param name="services">Services that all gates share.</param>
    public Http2Gate(PipeReader input, Http2Output output, bool isSecure, Http2GateServices services)
    {
        _input = input;
        _output = output;
        _headTimeout = services.HeadTimeout;
        _frames = new(isSecure, output, services);
        _deadline = new(input, services.TimeProvider);
        output.StreamEnds += OnStreamEnds;
    }

    /// <summary>Ends the connection if a header block has taken too long. Called about once a second, by any thread.</summary>
    public void OnHeartbeat() => _deadline.Check();

    /// <summary>Sends an interim response, after what Kestrel has written. Thread-safe.</summary>
    public void Send(InterimResponse response)
    {
        if (_output.TryQueue(response))
        {
            Interlocked.Increment(ref _pings);
            _input.CancelPendingRead();
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        TryShowAgain(out var result) ? new(result) : ReadNextAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) =>
        TryShowAgain(out result) || (_input.TryRead(out var read) && TryTake(read, out result)) || TryShowAgain(out result);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_frames.Made.Count > 0)
        {
            _shown = _shown.Slice(consumed);
            if (_shown.IsEmpty)
            {
                _shown = default;
                _frames.Made.Release();
            }
        }
        else if (!_shown.IsEmpty)
        {
            _frames.Consume(_shown.Slice(0, consumed).Length);
            _shown = default;
            _input.AdvanceTo(consumed, examined);
        }
    }

    public override void CancelPendingRead()
    {
        _closes = true;
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
        _shown = default;
        _frames.Release();
        _output.End();
    }

    /// <summary>
    /// Has a frame presented. The read is canceled elsewhere, since its continuation must not run within Kestrel's lock.
    /// </summary>
    private void OnStreamEnds()
    {
        if (Interlocked.Exchange(ref _ignored, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static input => input.CancelPendingRead(), _input, preferLocal: false);
        }
    }

    /// <summary>
    /// Presents what does not depend on the input: the rest of what was written for Kestrel, frames of its own, and the end.
    /// </summary>
    private bool TryShowAgain(out ReadResult result)
    {
        if (_shown.IsEmpty && !TryMakeFrames())
        {
            result = _frames.IsOver ? Over : default;
            return _frames.IsOver;
        }

        result = new(_shown, isCanceled: false, isCompleted: false);
        return true;
    }

    private bool TryMakeFrames()
    {
        if ((Volatile.Read(ref _pings) == 0 && Volatile.Read(ref _ignored) == 0) || !_frames.IsBetweenFrames)
        {
            return false;
        }

        if (Interlocked.Exchange(ref _ignored, 0) == 1)
        {
            _frames.Made.Append(Ignored);
        }

        for (var left = Interlocked.Exchange(ref _pings, 0); left > 0; left--)
        {
            _frames.Made.Append(_output.Ping);
        }

        _shown = new(_frames.Made.Written);
        return true;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadNextAsync(CancellationToken cancellationToken)
    {
        ReadResult result;
        do
        {
            if (_frames.IsWithinBlock)
            {
                _deadline.BeginMessage(_headTimeout);
            }
            else
            {
                _deadline.End();
            }

            if (TryTake(await _input.ReadAsync(cancellationToken), out result))
            {
                return result;
            }
        }
        while (!TryShowAgain(out result));

        return result;
    }

    /// <returns><see langword="false"/> if there is nothing to present of what was read.</returns>
    private bool TryTake(in ReadResult read, out ReadResult result)
    {
        if (_deadline.IsOver)
        {
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            _deadline.End();
            _frames.Fail(ConnectionFault.BlockTimeout);

            // Kestrel takes a canceled read for the end of the bytes, and would not read the frame that ends the connection.
            return TryShowMade(isCanceled: false, read.IsCompleted, out result);
        }

        if (read.IsCanceled && !_closes)
        {
            // A frame is to be presented, or the cancellation was meant for a wait that has already ended.
            _input.AdvanceTo(read.Buffer.Start);
            result = default;
            return false;
        }

        return TryShow(read, out result);
    }

    private bool TryShow(in ReadResult read, out ReadResult result)
    {
        var buffer = read.Buffer;
        var rest = _frames.Examine(buffer);
        if (_frames.HasCompletedBlock)
        {
            // The time of the next block begins with that block, even if no read comes between the two.
            _deadline.End();
        }

        if (_frames.Made.Count == 0 && _frames.Passing > 0 && !buffer.IsEmpty)
        {
            _shown = buffer.Slice(0, Math.Min(_frames.Passing, buffer.Length));
            result = new(_shown, read.IsCanceled, isCompleted: false);
            return true;
        }

        _input.AdvanceTo(rest, _frames.Made.Count > 0 ? rest : buffer.End);
        return TryShowMade(read.IsCanceled, read.IsCompleted, out result);
    }

    /// <summary>Presents what has been written for Kestrel; otherwise the end of the input, or nothing.</summary>
    private bool TryShowMade(bool isCanceled, bool isCompleted, out ReadResult result)
    {
        _shown = _frames.Made.Count > 0 ? new(_frames.Made.Written) : default;
        result = new(_shown, isCanceled, isCompleted && _shown.IsEmpty);
        return !_shown.IsEmpty || isCanceled || isCompleted;
    }
}
