using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// This gateway's counter of one server. Each occurrence is recorded once, for the interval in which it happens; the counts since the start
/// are the sum of what was taken from the recorders and what they still contain. Thread-safe, without locks on the request path.
/// </summary>
internal sealed class ServerCounter(ServerLoad load, RecordingClock clock)
{
    private readonly ServerRecorder[] _recorders = [new(), new()];
    private readonly FailureRecorder[] _failures = [new(), new()];
    private readonly Lock _lock = new();
    private ServerCounts _taken;

    public ServerLoad Load => load;

    /// <summary>The counts since the gateway started.</summary>
    public ServerCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _taken + In(_recorders[0]) + In(_recorders[1]);
            }
        }
    }

    /// <summary>The part of <see cref="Counts"/> that was taken.</summary>
    public ServerCounts Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Records the start of an attempt on the server.</summary>
    /// <param name="isRetry">Whether another server has failed the request.</param>
    /// <param name="reason">The reason for selecting the server.</param>
    public void Begin(bool isRetry, SelectionReason reason)
    {
        var recorder = _recorders[clock.Current.Slot];
        recorder.RecordInFlight(load.Begin());
        if (isRetry)
        {
            recorder.RecordRetry();
        }
        else if (reason == SelectionReason.OwnerOverloaded)
        {
            recorder.RecordSpill();
        }
    }

    /// <summary>Records the end of an attempt on the server.</summary>
    /// <param name="failure">Why the server has failed; <see langword="null"/> if it has not.</param>
    /// <param name="began">When the attempt began; <see langword="null"/> if its duration is not a measure of latency.</param>
    /// <param name="ended">When it ended.</param>
    public void End(FailureCause? failure, long? began, long ended)
    {
        load.End();
        var slot = clock.At(ended).Slot;
        var recorder = _recorders[slot];
        if (failure is { } cause)
        {
            recorder.RecordFailure();
            _failures[slot].Record(cause);
        }

        if (began is { } since)
        {
            recorder.RecordLatency(clock.Elapsed(since, ended));
        }
    }

    /// <summary>Records the end of a request whose last attempt was on this server.</summary>
    /// <param name="ended">When it ended.</param>
    public void CountRequest(long ended) => _recorders[clock.At(ended).Slot].RecordRequest();

    /// <summary>Records a response to a client whose request had its last attempt on this server.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="isGateways">Whether the response is the gateway's own, since the server failed.</param>
    public void CountResponse(int status, bool isGateways) => _recorders[clock.At(clock.Timestamp).Slot].RecordResponse(status, isGateways);

    /// <summary>Records a client that disconnected before a response, with the last attempt on this server.</summary>
    public void CountClientLeft() => _recorders[clock.At(clock.Timestamp).Slot].RecordClientLeft();

    /// <summary>Records the requests in flight in the interval, whenever they began.</summary>
    public void RecordInFlight(int slot) => _recorders[slot].RecordInFlight(load.Here);

    /// <summary>Removes and returns what was recorded.</summary>
    public ServerStatistics Take(int slot)
    {
        lock (_lock)
        {
            var statistics = _recorders[slot].Take();
            _taken += new ServerCounts(statistics.Requests, statistics.Failures);
            return statistics;
        }
    }

    /// <summary>Removes and returns the causes of the failures that were recorded.</summary>
    public ImmutableArray<CauseCount> TakeCauses(int slot) => _failures[slot].Take();

    private static ServerCounts In(ServerRecorder recorder) => new(recorder.Requests, recorder.Failures);
}
