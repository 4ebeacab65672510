using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// The body of a client's current request: read from the client, decoded from its framing, and kept so that it can be sent again as long as
/// it fits. Reused for each request; not thread-safe except where noted.
/// </summary>
/// <param name="capacity">The maximum number of bytes that are kept.</param>
/// <param name="longest">The maximum length of a body in bytes.</param>
/// <param name="rate">How fast the client sends.</param>
internal abstract class RequestBody(int capacity, long longest, TransferRate rate) : IRepeatableBody
{
    /// <summary>The number of bytes that are always kept, so that they can be sent together with the head.</summary>
    private const int AlwaysKept = 8 * 1024;

    private readonly ReplayBuffer _kept = new();
    private int _most;
    private int _failure;
    private long _length;
    private SequencePosition _taken;
    private volatile bool _lost;
    private volatile bool _stops;
    private volatile bool _isAwaited;

    /// <summary>Whether the message was read to its end.</summary>
    public bool IsDone => Decoder.IsDone;

    /// <summary>Why the message cannot be read to its end.</summary>
    public BodyFailure Failure => (BodyFailure)Volatile.Read(ref _failure);

    /// <summary>Whether a read from the client is pending. Thread-safe.</summary>
    public bool IsAwaited => _isAwaited;

    public long AwaitedUntil => rate.WaitedUntil;

    /// <summary>Whether everything that was read is kept. Thread-safe.</summary>
    public bool IsWhole => !_lost;

    /// <summary>The kept bytes, from the beginning of the body; empty once the body has outgrown the buffer.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.Kept;

    /// <summary>The lines of the trailer section, once the body has been read.</summary>
    public virtual ReadOnlyMemory<byte> Trailers => Decoder.Trailers;

    /// <summary>Whether the client waits for an interim response 100 before it sends the body, and none was sent. Thread-safe.</summary>
    public virtual bool AwaitsContinue => false;

    /// <summary>Decodes the framing of the body.</summary>
    protected ContentDecoder Decoder { get; } = new();

    /// <summary>The bytes from the client.</summary>
    protected abstract PipeReader Input { get; }

    /// <summary>Ends the wait for the interim response 100: it was sent, or is not waited for any longer. Thread-safe.</summary>
    public virtual void Continue()
    {
        // By default, reading the body does not depend on an interim response.
    }

    /// <summary>Begins a request whose head has been read, and whose framing was passed to <see cref="Decoder"/>.</summary>
    /// <param name="head">The head.</param>
    /// <param name="isKept">Whether the body may be needed for a retry.</param>
    protected void BeginReading(RequestHead head, bool isKept)
    {
        _failure = (int)BodyFailure.None;
        _length = 0;
        _stops = false;
        _lost = false;
        rate.Reset();
        if (head.ContentLength > longest)
        {
            Fail(BodyFailure.TooLong);
        }

        _most = isKept ? capacity : Math.Min(capacity, AlwaysKept);
        _most = head.ContentLength > _most ? 0 : _most;
    }

    public void Rewind()
    {
        // The kept bytes are sent first at each attempt; there is nothing to rewind.
    }

    /// <summary>Reads the bytes that have already arrived, if they are to be kept, without waiting for more.</summary>
    public void TakeWhatIsThere()
    {
        while (!IsDone && Failure == BodyFailure.None && _most > 0 && !AwaitsContinue && TryRead(out var read))
        {
            if (_kept.Count + read.Buffer.Length > _most)
            {
                AdvanceTo(read.Buffer.Start);
                return;
            }

            if (!Take(read).IsEmpty)
            {
                Advance();
            }
            else if (!IsDone)
            {
                return;
            }
        }
    }

    /// <summary>Waits for more of the body, after the kept bytes.</summary>
    /// <returns>
    /// Body bytes, which are valid until <see cref="Advance"/>; empty at the end of the body, after a failure, or after <c>Stop</c>.
    /// </returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync()
    {
        while (!IsDone && Failure == BodyFailure.None && !_stops)
        {
            var content = await ReadOnceAsync();
            if (!content.IsEmpty)
            {
                return content;
            }
        }

        return default;
    }

    /// <summary>Releases the bytes that were read last.</summary>
    public void Advance() => AdvanceTo(_taken);

    /// <summary>Ends the pending read, and prevents another one until <see cref="Resume"/>. Thread-safe.</summary>
    public virtual void Stop()
    {
        _stops = true;
        CancelRead();
    }

    /// <summary>Fails the body because the client is too slow; <see cref="Stop"/> ends the pending read. Thread-safe.</summary>
    public void FailAsTooSlow() => Fail(BodyFailure.TooSlow);

    /// <summary>Allows reads again.</summary>
    public virtual void Resume() => _stops = false;

    /// <summary>Returns the memory at the end of the request.</summary>
    public virtual void Release() => _kept.Release();

    /// <summary>Handles the end of the input, before the decoder has found the end of the body.</summary>
    protected virtual void OnInputEnded() => Fail(BodyFailure.ClientGone);

    /// <summary>Returns why the body cannot be read after an exception of the input.</summary>
    protected virtual BodyFailure FailureOf(Exception exception) => BodyFailure.ClientGone;

    /// <summary>Consumes bytes of the input.</summary>
    protected virtual void AdvanceTo(SequencePosition consumed) => Input.AdvanceTo(consumed);

    /// <summary>Ends the pending read of the input. Thread-safe.</summary>
    protected virtual void CancelRead() => Input.CancelPendingRead();

    /// <summary>Waits until the body may be read.</summary>
    protected virtual ValueTask WaitForContinueAsync() => default;

    /// <summary>Records a failure; only the first one counts.</summary>
    protected void Fail(BodyFailure failure) => Interlocked.CompareExchange(ref _failure, (int)failure, (int)BodyFailure.None);

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlySequence<byte>> ReadOnceAsync()
    {
        if (AwaitsContinue)
        {
            await WaitForContinueAsync();
            return default;
        }

        ReadResult read;
        _isAwaited = true;
        rate.BeginWait();
        try
        {
            read = await Input.ReadAsync();
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Fail(FailureOf(exception));
            return default;
        }
        finally
        {
            rate.EndWait();
            _isAwaited = false;
        }

        return Take(read);
    }

    private bool TryRead(out ReadResult read)
    {
        try
        {
            return Input.TryRead(out read);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Fail(FailureOf(exception));
            read = default;
            return false;
        }
    }

    /// <summary>Whether an exception indicates a reset, or that this side has closed the connection.</summary>
    private static bool IsBreak(Exception exception) => exception is IOException or OperationCanceledException or ObjectDisposedException;

    private ReadOnlySequence<byte> Take(in ReadResult read)
    {
        var rest = read.Buffer;
        var content = Decoder.Take(ref rest);
        if (_length + content.Length > longest)
        {
            AdvanceTo(rest.Start);
            Fail(BodyFailure.TooLong);
            return default;
        }

        if (!content.IsEmpty)
        {
            _taken = rest.Start;
            _length += content.Length;
            rate.Add(content.Length);
            Keep(content);
            return content;
        }

        AdvanceTo(rest.Start);
        if (Decoder.MessageError != MessageError.None)
        {
            Fail(BodyFailure.Malformed);
        }
        else if (read.IsCompleted && !IsDone)
        {
            OnInputEnded();
        }

        return default;
    }

    private void Keep(in ReadOnlySequence<byte> content)
    {
        if (!_lost && !_kept.TryAppend(content, _most))
        {
            _lost = true;
        }
    }
}
