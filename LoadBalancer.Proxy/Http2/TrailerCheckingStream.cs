using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>The body of an HTTP/2 request for those who read it as a stream, with a <see cref="TrailerCheck"/> at its end.</summary>
internal sealed class TrailerCheckingStream(Stream inner, TrailerCheck check) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Check(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Check(inner.Read(buffer, offset, count));

    public override void Flush()
    {
        // The stream is read-only.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Checks the trailers, which are known at the end of the body. A read into no memory may return 0 before it.</summary>
    private int Check(int count)
    {
        if (count == 0)
        {
            check.Run();
        }

        return count;
    }
}
