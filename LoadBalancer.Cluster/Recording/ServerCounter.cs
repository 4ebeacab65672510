using LoadBalancer.Cluster.Counters;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Recording;

/// <summary>
/// What this gateway sees of one server. Each thing is recorded once, for the interval in which it happens; the counts
/// since the start are what was taken out of the recorders and what is still in them. Thread-safe, without locks on the
/// request path.
/// </summary>
internal sealed class ServerCounter(ServerLoad load, RecordingClock clock)
{
    private readonly ServerRecorder[] _recorders = [new(), new()];
    private readonly Lock _lock = new();
    private ServerCounts _taken;

    public ServerLoad Load => load;

    /// <summary>Since the gateway started.</summary>
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

    /// <summary>What of <see cref="Counts"/> was taken.</summary>
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

    /// <summary>An attempt at the server begins.</summary>
    /// <param name="isRetry">Another server has failed the request.</param>
    /// <param name="reason">Why it comes here.</param>
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

    /// <summary>An attempt at the server has ended.</summary>
    public void End(bool failed)
    {
        load.End();
        if (failed)
        {
            _recorders[clock.At(clock.Timestamp).Slot].RecordFailure();
        }
    }

    /// <summary>A request ended here: its last attempt was at this server.</summary>
    /// <param name="began">The timestamp of its first attempt; <see langword="null"/> if its length says nothing about latency.</param>
    public void CountRequest(long? began)
    {
        var now = clock.Timestamp;
        _recorders[clock.At(now).Slot].RecordRequest(began is { } since ? clock.Elapsed(since, now) : null);
    }

    /// <summary>The client of a request that had its last attempt here has got a response.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="isGateways">Whether the gateway gave it, since the server had failed.</param>
    public void CountResponse(int status, bool isGateways) => _recorders[clock.At(clock.Timestamp).Slot].RecordResponse(status, isGateways);

    /// <summary>The client of a request that had its last attempt here has left before it got a response.</summary>
    public void CountClientLeft() => _recorders[clock.At(clock.Timestamp).Slot].RecordClientLeft();

    /// <summary>What is in flight now belongs to the interval too, whenever it began.</summary>
    public void RecordInFlight(int slot) => _recorders[slot].RecordInFlight(load.Here);

    /// <summary>Takes out what was recorded.</summary>
    public ServerStatistics Take(int slot)
    {
        lock (_lock)
        {
            var statistics = _recorders[slot].Take();
            _taken += new ServerCounts(statistics.Requests, statistics.Failures);
            return statistics;
        }
    }

    private static ServerCounts In(ServerRecorder recorder) => new(recorder.Requests, recorder.Failures);
}
