using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>Counts the keys of requests in the interval in which they arrive. Thread-safe; does not block on the request path.</summary>
internal sealed class HotKeyRecorder(RecordingClock clock)
{
    private readonly HotKeySketch[] _sketches = [new(Environment.ProcessorCount), new(Environment.ProcessorCount)];

    public void Record(ulong hash, ReadOnlySpan<char> key) =>
        _sketches[clock.Current.Slot].Record(Thread.GetCurrentProcessorId(), hash, key);

    public HotKeySummary Read(int slot) => _sketches[slot].Read();

    public HotKeySummary Take(int slot) => _sketches[slot].Take();
}
