using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace LoadBalancer.Proxy.Http2;

/// <summary>
/// Follows the frames that Kestrel writes, and writes interim responses among them. Kestrel must not be writing at that moment, so the gate
/// presents a PING to it, and the acknowledgment that Kestrel writes is replaced. Bytes are followed where Kestrel has written them, and
/// copied only for acknowledgments of PING.
/// </summary>
internal sealed class Http2Output(PipeWriter inner) : PipeWriter
{
    /// <summary>The number of bytes of a PING frame.</summary>
    public const int PingSize = FrameHead.Size + ContentSize;

    private const int NoChange = -1;
    private const int ContentSize = 8;

    private readonly byte[] _ping = NewPing();
    private readonly byte[] _held = new byte[PingSize];
    private readonly FrameBuffer _frames = new();
    private readonly ConcurrentQueue<InterimResponse> _insertions = new();
    private readonly ConcurrentQueue<int> _tableSizes = new();
    private Memory<byte> _memory;
    private int _payloadLeft;
    private int _heldCount;
    private int _tableSize = NoChange;
    private volatile bool _isOver;
    private volatile bool _isClosing;

    /// <summary>
    /// Raised when Kestrel writes the end of a stream while the connection is closing, within Kestrel's lock: handlers must return at once.
    /// </summary>
    public event Action? StreamEnds;

    /// <summary>The PING that the gate presents once for each insertion. No client knows its content.</summary>
    public ReadOnlySpan<byte> Ping => _ping;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <summary>Queues an insertion, after which a PING must be presented. Thread-safe.</summary>
    /// <param name="insertion">The insertion.</param>
    /// <returns><see langword="false"/> if the connection has ended.</returns>
    public bool TryQueue(InterimResponse insertion)
    {
        _insertions.Enqueue(insertion);
        if (!_isOver)
        {
            return true;
        }

        EndInsertions();
        return false;
    }

    /// <summary>
    /// Notes a change of settings that the client has sent, whose acknowledgment Kestrel will write. The first header block after the
    /// acknowledgment must begin with a change of the table's size if the client has reduced it (RFC 7541 §4.2).
    /// </summary>
    /// <param name="tableSize">The size that Kestrel's encoder changes to; negative for no change.</param>
    public void NoteSettings(int tableSize) => _tableSizes.Enqueue(tableSize);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _memory = inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        var written = _memory.Span[..bytes];
        var position = 0;
        while (position < bytes)
        {
            if (_payloadLeft > 0)
            {
                var part = Math.Min(_payloadLeft, bytes - position);
                _payloadLeft -= part;
                position += part;
            }
            else if (_heldCount == 0 && bytes - position >= FrameHead.Size && FrameHead.Read(written[position..]) is var head
                && !IsPingAck(head))
            {
                Begin(head);
                position += FrameHead.Size;
            }
            else
            {
                var rest = written[position..].ToArray();
                inner.Advance(position);
                Hold(rest);
                return;
            }
        }

        inner.Advance(bytes);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void Complete(Exception? exception = null)
    {
        End();
        inner.Complete(exception);
    }

    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        End();
        return inner.CompleteAsync(exception);
    }

    /// <summary>Records that the connection is closing, since one of its sides has sent GOAWAY. Thread-safe.</summary>
    public void MarkClosing() => _isClosing = true;

    /// <summary>Ends the insertions that wait: the connection ends.</summary>
    public void End()
    {
        _isOver = true;
        EndInsertions();
    }

    private static byte[] NewPing()
    {
        var ping = new byte[PingSize];
        new FrameHead(ContentSize, FrameHead.Ping, 0, 0).Write(ping);
        RandomNumberGenerator.Fill(ping.AsSpan(FrameHead.Size));
        return ping;
    }

    private static bool IsPingAck(in FrameHead head) =>
        head.Type == FrameHead.Ping && head.Has(FrameHead.Ack) && head.Length == PingSize - FrameHead.Size;

    private void Begin(in FrameHead head)
    {
        _payloadLeft = head.Length;
        if (head.Type == FrameHead.Headers)
        {
            // Kestrel begins its block with the change itself.
            _tableSize = NoChange;
        }
        else if (head.Type == FrameHead.Settings && head.Has(FrameHead.Ack) && _tableSizes.TryDequeue(out var size) && size != NoChange)
        {
            _tableSize = size;
        }

        if (head.Type == FrameHead.GoAway)
        {
            MarkClosing();
        }
        else if (_isClosing && head.EndsStream)
        {
            StreamEnds?.Invoke();
        }
    }

    /// <summary>Writes bytes, but not an incomplete head, nor an acknowledgment of PING, which may have to be replaced.</summary>
    private void Hold(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_payloadLeft > 0)
            {
                var part = Math.Min(_payloadLeft, bytes.Length);
                Write(bytes[..part]);
                bytes = bytes[part..];
                _payloadLeft -= part;
                continue;
            }

            _held[_heldCount++] = bytes[0];
            bytes = bytes[1..];
            if (_heldCount == FrameHead.Size && FrameHead.Read(_held) is var head && !IsPingAck(head))
            {
                Begin(head);
                WriteHeld();
            }
            else if (_heldCount == PingSize)
            {
                if (_held.AsSpan(FrameHead.Size).SequenceEqual(_ping.AsSpan(FrameHead.Size)))
                {
                    Insert();
                }
                else
                {
                    WriteHeld();
                }
            }
        }
    }

    private void WriteHeld()
    {
        Write(_held.AsSpan(0, _heldCount));
        _heldCount = 0;
    }

    private void Insert()
    {
        _heldCount = 0;
        if (!_insertions.TryDequeue(out var insertion))
        {
            return;
        }

        insertion.WriteTo(_frames, _tableSize);
        if (_frames.Count > 0)
        {
            _tableSize = NoChange;
            Write(_frames.Written.Span);
            _frames.Release();
        }

        insertion.End();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(inner.GetSpan(bytes.Length));
        inner.Advance(bytes.Length);
    }

    private void EndInsertions()
    {
        while (_insertions.TryDequeue(out var insertion))
        {
            insertion.End();
        }
    }
}
