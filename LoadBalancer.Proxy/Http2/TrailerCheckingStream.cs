using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Http2;

/// <summary>The body of an HTTP/2 request for those who read it as a stream, with a <see cref="TrailerCheck"/> at its end.</summary>
internal sealed class TrailerCheckingStream(Stream inner, TrailerCheck check) : AsyncStream
{
    public override bool CanRead => true;

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Check(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override int Read(byte[] buffer, int offset, int count) => Check(inner.Read(buffer, offset, count), count);

    /// <summary>Notices the end of the body; a read of nothing returns 0 before it.</summary>
    private int Check(int count, int wanted)
    {
        if (count == 0 && wanted > 0)
        {
            check.Run();
        }

        return count;
    }
}
