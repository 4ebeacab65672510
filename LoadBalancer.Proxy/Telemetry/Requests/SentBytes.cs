namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>The number of body bytes sent to a client. Written by one thread at a time.</summary>
internal sealed class SentBytes
{
    public long Bytes { get; private set; }

    public void Add(int count) => Bytes += count;
}
