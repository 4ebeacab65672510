using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// The body of an HTTP/2 request for those who read it as a pipe: Kestrel's own reader, whose pending read can be canceled without losing
/// the rest of the body, with a <see cref="TrailerCheck"/> at its end.
/// </summary>
internal sealed class TrailerCheckingReader(PipeReader inner, TrailerCheck check) : PipeReader, IRequestBodyPipeFeature
{
    PipeReader IRequestBodyPipeFeature.Reader => this;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Checked(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Checked(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Checked(in ReadResult read)
    {
        if (read.IsCompleted)
        {
            try
            {
                check.Run();
            }
            catch (IOException)
            {
                inner.AdvanceTo(read.Buffer.End);
                throw;
            }
        }

        return read;
    }
}
