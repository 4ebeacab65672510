using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// The bytes from an HTTP/2 client, whose end is withheld from Kestrel while responses are pending, since Kestrel aborts all streams there.
/// Instead it is asked to close the connection gracefully: it announces that with GOAWAY, and finishes the open streams. Requests that the
/// client has not sent to their end are reset.
/// </summary>
/// <param name="input">The bytes from the client.</param>
/// <param name="close">Begins to close the connection gracefully.</param>
/// <param name="gone">Cancelled when the client is gone.</param>
internal sealed class Http2Input(PipeReader input, Action close, CancellationToken gone) : PipeReader
{
    private readonly Http2Requests _requests = new();
    private ReadOnlySequence<byte> _shown;
    private ReadOnlySequence<byte> _own;
    private long _followed;
    private long _left;
    private bool _showsOwn;
    private bool _hasEnded;
    private TaskCompletionSource? _end;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            if (TryShow(read, out var result))
            {
                return result;
            }

            await WithholdEndAsync(cancellationToken);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return input.TryRead(out var read) && TryShow(read, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_showsOwn)
        {
            _own = _own.IsEmpty ? default : _own.Slice(consumed);
            return;
        }

        var count = _shown.Slice(0, consumed).Length;
        _left = _shown.Length - count;
        _followed -= count;
        _shown = default;
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        input.CancelPendingRead();
        Volatile.Read(ref _end)?.TrySetResult();
    }

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

    /// <returns><see langword="false"/> at the end of the bytes, which is withheld.</returns>
    private bool TryShow(in ReadResult read, out ReadResult result)
    {
        _showsOwn = false;
        _shown = read.Buffer;
        if (_shown.Length > _followed)
        {
            _requests.Follow(_shown.Slice(_followed));
            _followed = _shown.Length;
        }

        // What the reader has left although no more bytes follow is a part of a frame.
        if (!read.IsCompleted || read.IsCanceled || _shown.Length > _left)
        {
            result = new(_shown, read.IsCanceled, isCompleted: false);
            return true;
        }

        return TryShowEnd(out result);
    }

    private bool TryShowEnd(out ReadResult result)
    {
        if (!_shown.IsEmpty || !_requests.IsBetweenFrames || _requests.HasTooMany || gone.IsCancellationRequested)
        {
            result = new(_shown, isCanceled: false, isCompleted: true);
            return true;
        }

        input.AdvanceTo(_shown.Start);
        _showsOwn = true;
        result = default;
        if (!_hasEnded)
        {
            _hasEnded = true;
            _own = new(_requests.ToResets());
        }

        if (_own.IsEmpty)
        {
            return false;
        }

        result = new(_own, isCanceled: false, isCompleted: false);
        return true;
    }

    /// <summary>Waits until the read is cancelled, or the client is gone.</summary>
    private async Task WithholdEndAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _end, end);
        close();

        // A cancellation before the line above has not seen the task, but is stored in the input.
        if (input.TryRead(out var read))
        {
            input.AdvanceTo(read.Buffer.Start);
            if (read.IsCanceled)
            {
                input.CancelPendingRead();
                return;
            }
        }

        using var leaving = gone.UnsafeRegister(static end => ((TaskCompletionSource)end!).TrySetResult(), end);
        await end.Task.WaitAsync(cancellationToken);
    }
}
