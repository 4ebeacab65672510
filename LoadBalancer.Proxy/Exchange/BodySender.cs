using System.Buffers;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Sends a request's body to a server as it arrives from the client, while the response may already begin. Not thread-safe.
/// </summary>
internal sealed class BodySender(RequestBody body, ServerHold hold, WaitClock serverWait)
{
    /// <summary>The largest chunk; larger ones are split.</summary>
    private const int LongestChunk = 32 * 1024;

    private volatile bool _isWriting;

    /// <summary>Whether a write is pending because the server does not read. Thread-safe.</summary>
    public bool IsWriting => _isWriting;

    /// <summary>Sends the kept bytes, unless they were sent with the head, and then the rest as it arrives.</summary>
    /// <returns>Whether the whole body was sent.</returns>
    public async Task<bool> SendAsync(UpstreamConnection server, bool isChunked, bool keptIsSent)
    {
        _isWriting = false;
        try
        {
            return await SendAllAsync(server, isChunked, keptIsSent);
        }
        catch
        {
            // Nothing observes this result before the response ends, and a server that lacks the rest of a request does not respond.
            hold.Abort();
            throw;
        }
    }

    private async ValueTask<bool> SendAllAsync(UpstreamConnection server, bool isChunked, bool keptIsSent)
    {
        var takes = keptIsSent || body.Kept.IsEmpty || await WriteAsync(server, new(body.Kept), isChunked);
        while (takes && await body.ReadAsync() is { IsEmpty: false } content)
        {
            takes = await WriteAsync(server, content, isChunked);
            body.Advance();
        }

        if (takes && body.IsDone && isChunked)
        {
            takes = await WriteEndAsync(server);
        }

        if (body.Failure != BodyFailure.None)
        {
            // Abort the connection so that the server cannot mistake a part of a request for the whole.
            hold.Abort();
        }

        return takes && body.IsDone;
    }

    private async ValueTask<bool> WriteAsync(UpstreamConnection server, ReadOnlySequence<byte> content, bool isChunked)
    {
        var takes = true;
        _isWriting = true;
        while (takes && !content.IsEmpty)
        {
            var piece = isChunked ? content.Slice(0, Math.Min(LongestChunk, content.Length)) : content;
            content = content.Slice(piece.End);
            takes = isChunked ? await WriteChunkAsync(server, piece) : await WriteAsync(server, piece);
            serverWait.Progress();
        }

        _isWriting = false;
        return takes;
    }

    private static async ValueTask<bool> WriteAsync(UpstreamConnection server, ReadOnlySequence<byte> content)
    {
        foreach (var segment in content)
        {
            if (!await server.WriteAsync(segment))
            {
                return false;
            }
        }

        return true;
    }

    private static async ValueTask<bool> WriteChunkAsync(UpstreamConnection server, ReadOnlySequence<byte> content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)content.Length + ChunkFraming.Overhead);
        var takes = await server.WriteAsync(buffer.AsMemory(0, Frame(buffer, content)));
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return takes;
    }

    private async ValueTask<bool> WriteEndAsync(UpstreamConnection server)
    {
        var buffer = new byte[ChunkFraming.EndLength + body.Trailers.Length];
        return await server.WriteAsync(buffer.AsMemory(0, FrameEnd(buffer, body.Trailers.Span)));
    }

    private static int Frame(byte[] buffer, in ReadOnlySequence<byte> content)
    {
        var writer = new SpanWriter(buffer);
        ChunkFraming.Write(ref writer, content);
        return writer.Count;
    }

    private static int FrameEnd(byte[] buffer, ReadOnlySpan<byte> trailers)
    {
        var writer = new SpanWriter(buffer);
        ChunkFraming.WriteEnd(ref writer, trailers);
        return writer.Count;
    }
}
