using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Counts responses to requests that were not sent to a server, for the interval in which they happen. Thread-safe, without locks.
/// </summary>
internal sealed class UnplacedCounter(RecordingClock clock)
{
    private readonly ResponseRecorder[] _recorders = [new(), new()];

    private ResponseRecorder Current => _recorders[clock.At(clock.Timestamp).Slot];

    /// <summary>Records a response of the gateway.</summary>
    public void CountResponse(int status) => Current.Record(status, isGateways: true);

    /// <summary>Records a client that disconnected before a response.</summary>
    public void CountClientLeft() => Current.RecordClientLeft();

    /// <summary>Removes and returns what was recorded.</summary>
    public ResponseCounts Take(int slot) => _recorders[slot].Take();
}
