using System.Net.Security;
using System.Net.Sockets;
using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The server's side of a tunnel. Over HTTP/1.1 it is below the platform's HTTP client, which closes the connection when the server ends
/// its direction. One reader and one writer at a time.
/// </summary>
/// <param name="inner">The connection, or its stream that is the tunnel.</param>
/// <param name="connection">The connection if all of it is the tunnel.</param>
/// <param name="secure">TLS on that connection, if it has TLS.</param>
internal sealed class UpgradedStream(Stream inner, Socket? connection, SslStream? secure) : AsyncStream
{
    /// <summary>Called when the server has ended its direction of a tunnel, before the reader learns of it.</summary>
    public Func<CancellationToken, ValueTask>? AtEnd { get; set; }

    /// <summary>
    /// Ends what is sent to the server; <see langword="null"/> if that is impossible without ending the other direction.
    /// </summary>
    public Func<ValueTask>? EndSending => connection is null ? null : () => HalfClose.EndSendingAsync(connection, secure);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count == 0 && !buffer.IsEmpty && AtEnd is { } atEnd)
        {
            await atEnd(cancellationToken);
        }

        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
