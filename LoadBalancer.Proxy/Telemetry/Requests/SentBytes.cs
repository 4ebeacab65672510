namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>
/// The number of body bytes sent to a client; a feature of the request if requests are logged. Written by one thread at a time.
/// </summary>
internal sealed class SentBytes
{
    public long Bytes { get; private set; }

    public void Add(long count) => Bytes += count;
}
