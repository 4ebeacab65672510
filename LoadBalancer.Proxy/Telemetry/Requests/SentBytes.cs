namespace LoadBalancer.Proxy.Telemetry.Requests;

/// <summary>How much content one client was sent. One thread writes at a time.</summary>
internal sealed class SentBytes
{
    public long Bytes { get; private set; }

    public void Add(int count) => Bytes += count;
}
