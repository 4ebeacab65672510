using LoadBalancer.Proxy.Runtime;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>The stream that a body is written to; records whether a write has failed or was canceled.</summary>
internal sealed class TakingStream(Stream inner) : AsyncStream
{
    public bool HasEnded { get; private set; }

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch
        {
            HasEnded = true;
            throw;
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inner.FlushAsync(cancellationToken);
        }
        catch
        {
            HasEnded = true;
            throw;
        }
    }
}
