using System.Buffers;
using System.IO.Pipelines;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>The response on an HTTP/1.1 connection, as bytes.</summary>
/// <param name="output">The bytes to the client.</param>
/// <param name="heads">Writes heads.</param>
/// <param name="strictTransport">The <c>Strict-Transport-Security</c> line of the listener; may be empty.</param>
internal sealed class ConnectionResponse(PipeWriter output, ResponseHeadWriter heads, ReadOnlyMemory<byte> strictTransport) : ClientResponse
{
    private bool _isChunked;

    public override PipeWriter Output => output;

    public override bool IsFramed => _isChunked;

    public override ValueTask<bool> PassInterimAsync(ResponseHead head, ReadOnlyMemory<byte> bytes)
    {
        WriteLines(head, bytes.Span, isChunked: false, closes: false);
        return output.TryFlushAsync();
    }

    public override void WriteHead(ResponseHead head, ReadOnlySpan<byte> bytes, bool hasKnownLength, bool closes)
    {
        _isChunked = !hasKnownLength;
        WriteLines(head, bytes, _isChunked, closes);
    }

    public override void Write(in ReadOnlySequence<byte> content)
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

    public override ValueTask<bool> FlushAsync() => output.TryFlushAsync();

    public override ValueTask<bool> EndAsync(ReadOnlyMemory<byte> trailers)
    {
        if (_isChunked)
        {
            var writer = new SpanWriter(output.GetSpan(ChunkFraming.EndLength + trailers.Length));
            ChunkFraming.WriteEnd(ref writer, trailers.Span);
            output.Advance(writer.Count);
        }

        return output.TryFlushAsync();
    }

    private void WriteLines(ResponseHead head, ReadOnlySpan<byte> bytes, bool isChunked, bool closes)
    {
        var writer = new SpanWriter(output.GetSpan(ResponseHeadWriter.LongestFor(head)));
        heads.Write(ref writer, head, bytes, isChunked, closes, strictTransport.Span);
        output.Advance(writer.Count);
    }
}
