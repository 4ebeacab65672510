using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LoadBalancer.Gateway.Http1;

/// <summary>
/// Stands between the socket and Kestrel: what <see cref="RequestScanner"/> refuses Kestrel does not get to see, but a line
/// in its place that it refuses too, in its turn: so requests before it are answered first, then comes 400, and the
/// connection is closed. Nothing is copied.
/// </summary>
internal sealed partial class RequestGate(PipeReader input, bool isSecure, ILogger<RequestGate> logger) : PipeReader
{
    /// <summary>No request line, field, chunk size or trailer.</summary>
    private static readonly byte[] Unreadable = "\0\r\n\r\n"u8.ToArray();

    private readonly RequestScanner _scanner = new(isSecure);
    private ReadOnlySequence<byte> _shown;
    private bool _isRefused;

    /// <summary>The fields that <c>Connection</c> names in the request that is being answered: Kestrel keeps no more of it than <c>close</c>.</summary>
    public IReadOnlyList<string> ConnectionFields => _scanner.ConnectionFields;

    /// <summary>The connection carries another protocol from now on.</summary>
    public void OpenTunnel() => _scanner.BecomeTunnel();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_isRefused)
        {
            return new(_shown, isCanceled: false, isCompleted: true);
        }

        ReadResult result;
        while (!TryShow(await input.ReadAsync(cancellationToken), out result))
        {
            // A line between chunks is not complete: there is nothing to show yet.
        }

        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (_isRefused)
        {
            result = new(_shown, isCanceled: false, isCompleted: true);
            return true;
        }

        result = default;
        return input.TryRead(out var read) && TryShow(read, out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isRefused)
        {
            _shown = _shown.Slice(consumed);
            return;
        }

        _scanner.Consume(_shown.Slice(0, consumed).Length);
        _shown = default;
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

    /// <returns><see langword="false"/> if there is nothing to show before more has come.</returns>
    private bool TryShow(in ReadResult read, out ReadResult result)
    {
        var buffer = read.Buffer;
        var length = _scanner.Scan(buffer);
        if (length == 0 && _scanner.Refusal != Refusal.None)
        {
            LogRefused(_scanner.Refusal);
            input.AdvanceTo(buffer.Start);
            _isRefused = true;
            _shown = new(Unreadable);
            result = new(_shown, isCanceled: false, isCompleted: true);
            return true;
        }

        var isHeldBack = length < buffer.Length;
        if (length == 0 && isHeldBack && !read.IsCompleted && !read.IsCanceled)
        {
            input.AdvanceTo(buffer.Start, buffer.End);
            result = default;
            return false;
        }

        _shown = isHeldBack ? buffer.Slice(0, length) : buffer;
        result = new(_shown, read.IsCanceled, read.IsCompleted && (!isHeldBack || length == 0));
        return true;
    }

    [LoggerMessage(3501, LogLevel.Debug, "A request was refused: {Refusal}")]
    private partial void LogRefused(Refusal refusal);
}
