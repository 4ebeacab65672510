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
/// The body of the request that a connection is at: read from the client, its framing taken off, and kept to be sent again while it
/// fits. Used again for each request; not thread-safe but for what says so.
/// </summary>
internal sealed class RequestBody(PipeReader input, int capacity, long longest, TransferRate rate) : IRepeatableBody
{
    /// <summary>What is kept in any case, so that it goes with the head.</summary>
    private const int AlwaysKept = 8 * 1024;

    private readonly ContentDecoder _decoder = new();
    private readonly ReplayBuffer _kept = new();
    private int _most;
    private int _failure;
    private long _length;
    private SequencePosition _taken;
    private volatile bool _lost;
    private volatile bool _stops;
    private volatile bool _isAwaited;

    /// <summary>Whether the message was read to its end.</summary>
    public bool IsDone => _decoder.IsDone;

    /// <summary>Why it cannot be read to its end.</summary>
    public BodyFailure Failure => (BodyFailure)Volatile.Read(ref _failure);

    /// <summary>Whether the client is waited for. May be asked by any thread.</summary>
    public bool IsAwaited => _isAwaited;

    public long AwaitedUntil => rate.WaitedUntil;

    /// <summary>Whether all that was read of it is kept. May be asked by any thread.</summary>
    public bool IsWhole => !_lost;

    /// <summary>What is kept of it, from its beginning; nothing once it has outgrown that.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.Kept;

    /// <summary>The lines of the trailer section, once it is done.</summary>
    public ReadOnlyMemory<byte> Trailers => _decoder.Trailers;

    /// <summary>A request's head has been read.</summary>
    /// <param name="head">The head.</param>
    /// <param name="isKept">Whether it may be needed again.</param>
    public void Begin(RequestHead head, bool isKept)
    {
        if (head.IsChunked)
        {
            _decoder.BeginChunks();
        }
        else
        {
            _decoder.BeginLength(head.ContentLength);
        }

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
        // What is kept is sent first at each attempt; nothing has to be turned back.
    }

    /// <summary>Takes what has come already, if it is to be kept, without waiting for more.</summary>
    public void TakeWhatIsThere()
    {
        while (!IsDone && Failure == BodyFailure.None && _most > 0 && TryRead(out var read))
        {
            if (_kept.Count + read.Buffer.Length > _most)
            {
                input.AdvanceTo(read.Buffer.Start);
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

    /// <summary>Waits for more of it, behind what is kept.</summary>
    /// <returns>
    /// Content, which is the caller's until <see cref="Advance"/>; empty at its end, if it has failed, or when told to stop.
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

    /// <summary>The content that was read last is no longer needed.</summary>
    public void Advance() => input.AdvanceTo(_taken);

    /// <summary>Ends the read that is under way, and lets no other begin before <see cref="Resume"/>. Thread-safe.</summary>
    public void Stop()
    {
        _stops = true;
        input.CancelPendingRead();
    }

    /// <summary>The client is too slow: nothing more is read. Thread-safe.</summary>
    public void EndAsTooSlow()
    {
        Fail(BodyFailure.TooSlow);
        Stop();
    }

    /// <summary>It may be read on.</summary>
    public void Resume() => _stops = false;

    /// <summary>The request is over: returns the memory.</summary>
    public void Release() => _kept.Release();

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlySequence<byte>> ReadOnceAsync()
    {
        ReadResult read;
        _isAwaited = true;
        rate.BeginWait();
        try
        {
            read = await input.ReadAsync();
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Fail(BodyFailure.ClientGone);
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
            return input.TryRead(out read);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Fail(BodyFailure.ClientGone);
            read = default;
            return false;
        }
    }

    /// <summary>A reset, or an end of the connection by this side, shows as an exception.</summary>
    private static bool IsBreak(Exception exception) => exception is IOException or OperationCanceledException or ObjectDisposedException;

    private ReadOnlySequence<byte> Take(in ReadResult read)
    {
        var rest = read.Buffer;
        var content = _decoder.Take(ref rest);
        if (_length + content.Length > longest)
        {
            input.AdvanceTo(rest.Start);
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

        input.AdvanceTo(rest.Start);
        if (_decoder.MessageError != MessageError.None)
        {
            Fail(BodyFailure.Malformed);
        }
        else if (read.IsCompleted && !IsDone)
        {
            Fail(BodyFailure.ClientGone);
        }

        return default;
    }

    /// <summary>What fails first is what has failed.</summary>
    private void Fail(BodyFailure failure) => Interlocked.CompareExchange(ref _failure, (int)failure, (int)BodyFailure.None);

    private void Keep(in ReadOnlySequence<byte> content)
    {
        if (!_lost && !_kept.TryAppend(content, _most))
        {
            _lost = true;
        }
    }
}
