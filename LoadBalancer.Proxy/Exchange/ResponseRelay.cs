using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Reads a server's response and forwards it to the client as it arrives. Nothing is held back: received bytes are flushed before waiting
/// for more. Reused for each response; not thread-safe.
/// </summary>
internal sealed class ResponseRelay(
    PipeWriter output, ResponseHeadWriter heads, WaitClock serverWait, TransferRate rate, ReadOnlyMemory<byte> strictTransport)
{
    /// <summary>If at least this many bytes of the body are left, they are read directly into the client's pipe, without a copy.</summary>
    private const int LeastDirect = 4 * 1024;
    private const int MostDirect = 64 * 1024;

    private readonly ContentDecoder _decoder = new();
    private bool _isChunked;

    /// <summary>The head that was read last.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Whether the bytes that were read last are not a valid response head.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether bytes of the final response were sent to the client.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The number of body bytes that were forwarded.</summary>
    public long Passed { get; private set; }

    /// <summary>Resets the state for a new request.</summary>
    public void Reset()
    {
        HasStarted = false;
        Passed = 0;
        rate.Reset();
    }

    /// <summary>Waits for the head of a response.</summary>
    /// <returns><see langword="false"/> if no valid head is received.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadHeadAsync(UpstreamConnection server)
    {
        IsMalformed = false;
        while (true)
        {
            if (!server.Unread.IsEmpty)
            {
                var isGood = Head.TryRead(server.Unread.Span, out var isWhole);
                if (!isGood || isWhole)
                {
                    IsMalformed = !isGood;
                    return isGood;
                }
            }

            serverWait.Begin();
            var count = await server.FillAsync();
            serverWait.End();
            if (count == 0)
            {
                return false;
            }
        }
    }

    /// <summary>Forwards an interim response (RFC 9110 §15.2).</summary>
    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    public ValueTask<bool> PassInterimAsync(UpstreamConnection server)
    {
        WriteHead(server, isChunked: false, closes: false);
        return FlushAsync();
    }

    /// <summary>Discards the head that was read last.</summary>
    public void SkipHead(UpstreamConnection server) => server.Consume(Head.Length);

    /// <summary>Forwards the final response.</summary>
    /// <param name="server">The server's connection; the response head has been read.</param>
    /// <param name="isForHead">Whether the request's method is HEAD.</param>
    /// <param name="closes">Whether the client's connection closes after the response.</param>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ResponseEnd> PassAsync(UpstreamConnection server, bool isForHead, bool closes)
    {
        BeginContent(isForHead);
        WriteHead(server, _isChunked, closes);
        HasStarted = true;
        while (!_decoder.IsDone)
        {
            if (server.Unread.IsEmpty)
            {
                if (!await FlushAsync())
                {
                    return ResponseEnd.ClientGone;
                }

                if (await ReadAsync(server) == 0)
                {
                    if (_decoder.EndsWithConnection && !server.HasBroken)
                    {
                        break;
                    }

                    return ResponseEnd.ServerBroke;
                }
            }

            PassUnread(server);
            if (_decoder.MessageError != MessageError.None)
            {
                return ResponseEnd.Malformed;
            }
        }

        if (_isChunked)
        {
            WriteEnd();
        }

        return await FlushAsync() ? ResponseEnd.Whole : ResponseEnd.ClientGone;
    }

    private void BeginContent(bool isForHead)
    {
        _isChunked = false;
        if (isForHead || Head.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            _decoder.BeginLength(0);
        }
        else if (Head.ContentLength is { } length)
        {
            _decoder.BeginLength(length);
        }
        else
        {
            _isChunked = true;
            if (Head.IsChunked)
            {
                _decoder.BeginChunks();
            }
            else
            {
                _decoder.BeginUntilClose();
            }
        }
    }

    /// <returns>The number of bytes read, into the client's pipe or into the buffer; 0 at the end.</returns>
    private ValueTask<int> ReadAsync(UpstreamConnection server) =>
        !_isChunked && _decoder.Following >= LeastDirect ? ReadDirectlyAsync(server) : FillAsync(server);

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(UpstreamConnection server)
    {
        serverWait.Begin();
        var count = await server.FillAsync();
        serverWait.End();
        return count;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadDirectlyAsync(UpstreamConnection server)
    {
        var most = (int)Math.Min(_decoder.Following, MostDirect);
        serverWait.Begin();
        var count = await server.ReadAsync(output.GetMemory(most)[..most]);
        serverWait.End();
        output.Advance(count);
        if (count > 0)
        {
            _decoder.Skip(count);
            Passed += count;
            rate.Add(count);
        }

        return count;
    }

    private void PassUnread(UpstreamConnection server)
    {
        while (!_decoder.IsDone && !server.Unread.IsEmpty && _decoder.MessageError == MessageError.None)
        {
            var rest = new ReadOnlySequence<byte>(server.Unread);
            var before = rest.Length;
            var content = _decoder.Take(ref rest);
            if (!content.IsEmpty)
            {
                Write(content);
                Passed += content.Length;
                rate.Add(content.Length);
            }

            server.Consume((int)(before - rest.Length));
        }
    }

    private void Write(in ReadOnlySequence<byte> content)
    {
        var writer = new SpanWriter(output.GetSpan((int)content.Length + ChunkFraming.Overhead));
        if (_isChunked)
        {
            ChunkFraming.Write(ref writer, content);
        }
        else
        {
            writer.Write(content.FirstSpan);
        }

        output.Advance(writer.Count);
    }

    private void WriteEnd()
    {
        var trailers = _decoder.EndsWithConnection ? default : _decoder.Trailers;
        var writer = new SpanWriter(output.GetSpan(ChunkFraming.EndLength + trailers.Length));
        ChunkFraming.WriteEnd(ref writer, trailers.Span);
        output.Advance(writer.Count);
    }

    private void WriteHead(UpstreamConnection server, bool isChunked, bool closes)
    {
        var writer = new SpanWriter(output.GetSpan(ResponseHeadWriter.LongestFor(Head)));
        heads.Write(ref writer, Head, server.Unread.Span, isChunked, closes, strictTransport.Span);
        output.Advance(writer.Count);
        SkipHead(server);
    }

    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FlushAsync()
    {
        rate.BeginWait();
        var takesMore = await output.TryFlushAsync();
        rate.EndWait();
        return takesMore;
    }
}
