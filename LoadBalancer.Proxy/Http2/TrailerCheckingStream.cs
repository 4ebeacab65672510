using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>The body of an HTTP/2 request for those who read it as a stream, with a <see cref="TrailerCheck"/> at its end.</summary>
internal sealed class TrailerCheckingStream(Stream inner, TrailerCheck check) : AsyncStream
{
    public override bool CanRead => true;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Check(await inner.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Check(inner.Read(buffer, offset, count));

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
