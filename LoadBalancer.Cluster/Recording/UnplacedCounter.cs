using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>What clients got whose requests came to no server, for the interval in which it happens. Thread-safe, without locks.</summary>
internal sealed class UnplacedCounter(RecordingClock clock)
{
    private readonly ResponseRecorder[] _recorders = [new(), new()];

    private ResponseRecorder Current => _recorders[clock.At(clock.Timestamp).Slot];

    /// <summary>The gateway has given a response.</summary>
    public void CountResponse(int status) => Current.Record(status, isGateways: true);

    /// <summary>The client has left before there was one.</summary>
    public void CountClientLeft() => Current.RecordClientLeft();

    /// <summary>Takes out what was recorded.</summary>
    public ResponseCounts Take(int slot) => _recorders[slot].Take();
}
