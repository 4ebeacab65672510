using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>A body whose reads and writes are watched.</summary>
internal sealed class WatchedStream(Stream inner, ExchangeWatch watch) : AsyncStream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watch.AwaitBody(begins: true);
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            watch.AwaitBody(begins: false);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watch.AwaitReader(begins: true);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            watch.AwaitReader(begins: false);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}
