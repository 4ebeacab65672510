using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// Counts responses to requests that were not sent to a server, for the interval in which they happen. Thread-safe, without locks.
/// </summary>
internal sealed class UnplacedCounter(RecordingClock clock)
{
    /// <summary>The names by <see cref="RejectionCause"/>: those of the metric of rejections, where it has them.</summary>
    private static readonly ImmutableArray<string> Names = ["rate", "overload", "no-server"];

    private readonly ResponseRecorder[] _recorders = [new(), new()];
    private readonly int[][] _rejections = [new int[Names.Length], new int[Names.Length]];

    /// <summary>Records a response of the gateway.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="cause">Why the request was rejected; <see langword="null"/> if for another reason.</param>
    public void CountResponse(int status, RejectionCause? cause = null)
    {
        var slot = clock.At(clock.Timestamp).Slot;
        _recorders[slot].Record(status, isGateways: true);
        if (cause is { } known)
        {
            Interlocked.Increment(ref _rejections[slot][(int)known]);
        }
    }

    /// <summary>Records a client that disconnected before a response.</summary>
    public void CountClientLeft() => _recorders[clock.At(clock.Timestamp).Slot].RecordClientLeft();

    /// <summary>Removes and returns what was recorded.</summary>
    public ResponseCounts Take(int slot) => _recorders[slot].Take();

    /// <summary>Removes and returns the rejections that were recorded, by reason.</summary>
    public ImmutableArray<CauseCount> TakeRejections(int slot) =>
    [
        .. Names.Select((name, i) => new CauseCount(name, Interlocked.Exchange(ref _rejections[slot][i], 0)))
            .Where(count => count.Number > 0),
    ];
}
