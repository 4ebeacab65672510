using System.Buffers;
using System.IO.Pipelines;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>A reader that reports how many bytes its consumer has examined.</summary>
internal sealed class ObservedReader(PipeReader inner, ReadProgress progress) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _consumed;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        _buffer = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = inner.TryRead(out result);
        _buffer = result.Buffer;
        return hasRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var looked = _consumed + _buffer.Slice(0, examined).Length;
        _consumed += _buffer.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
        progress.MoveTo(looked);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

#pragma warning disable CS0672, CS0618 // The gateway learns from it that the client has closed its side.
    public override void OnWriterCompleted(Action<Exception?, object?> callback, object? state) => inner.OnWriterCompleted(callback, state);
#pragma warning restore CS0672, CS0618
}
