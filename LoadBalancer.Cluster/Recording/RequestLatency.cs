using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// The latency of whole requests, across all their attempts, for the interval in which they end. Every request of the gateway is recorded
/// here, whatever its server, so that processors have counts of their own. Thread-safe, without locks; does not allocate.
/// </summary>
internal sealed class RequestLatency(RecordingClock clock)
{
    /// <summary>With more processors, some share their counts.</summary>
    private const int MostStripes = 16;

    private static readonly int Stripes = Math.Min(Environment.ProcessorCount, MostStripes);

    private readonly LatencyRecorder[][] _recorders = [Create(), Create()];

    /// <summary>Records a request.</summary>
    /// <param name="began">The timestamp of its first attempt.</param>
    /// <param name="ended">The timestamp of its end.</param>
    public void Record(long began, long ended) =>
        _recorders[clock.At(ended).Slot][Thread.GetCurrentProcessorId() % Stripes].Record(clock.Elapsed(began, ended));

    /// <summary>Removes and returns what was recorded.</summary>
    public LatencyHistogram Take(int slot) => LatencyHistogram.Sum(_recorders[slot].Select(recorder => recorder.Take()));

    private static LatencyRecorder[] Create() => [.. Enumerable.Range(0, Stripes).Select(_ => new LatencyRecorder())];
}
