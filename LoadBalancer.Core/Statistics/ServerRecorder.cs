namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Records the statistics of one server. Thread-safe without locks: any number of threads record while one takes. Each recording is O(1)
/// and does not allocate.
/// </summary>
public sealed class ServerRecorder
{
    private readonly LatencyRecorder _latency = new();
    private readonly ResponseRecorder _responses = new();
    private int _requests;
    private int _failures;
    private int _retries;
    private int _spills;
    private int _maxInFlight;
    private int _isTouched;

    /// <summary>The number of requests that were not taken yet.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The number of failures that were not taken yet.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Records the end of a request whose last attempt was on this server.</summary>
    public void RecordRequest() => Count(ref _requests);

    /// <summary>Records the duration of an attempt on this server.</summary>
    public void RecordLatency(TimeSpan duration)
    {
        _latency.Record(duration);
        Touch();
    }

    /// <summary>Records a response to a client whose request had its last attempt on this server.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="isGateways">Whether the response is the gateway's own, since the server failed.</param>
    public void RecordResponse(int status, bool isGateways)
    {
        _responses.Record(status, isGateways);
        Touch();
    }

    /// <summary>Records a client that disconnected before a response, with the last attempt on this server.</summary>
    public void RecordClientLeft()
    {
        _responses.RecordClientLeft();
        Touch();
    }

    /// <summary>Records a failed attempt.</summary>
    public void RecordFailure() => Count(ref _failures);

    /// <summary>Records a request that another server had failed.</summary>
    public void RecordRetry() => Count(ref _retries);

    /// <summary>Records a request that was sent here because its owner was overloaded.</summary>
    public void RecordSpill() => Count(ref _spills);

    /// <summary>Records the number of requests in flight.</summary>
    public void RecordInFlight(int requests)
    {
        var known = Volatile.Read(ref _maxInFlight);
        while (requests > known)
        {
            var found = Interlocked.CompareExchange(ref _maxInFlight, requests, known);
            if (found == known)
            {
                Touch();
                return;
            }

            known = found;
        }
    }

    /// <summary>
    /// Removes and returns what was recorded since the last call; nothing is lost or taken twice. A concurrent recording may be split
    /// between this call and the next. O(buckets of latency); O(1) if nothing was recorded.
    /// </summary>
    public ServerStatistics Take()
    {
        if (Volatile.Read(ref _isTouched) == 0)
        {
            return ServerStatistics.None;
        }

        Interlocked.Exchange(ref _isTouched, 0);
        var requests = Interlocked.Exchange(ref _requests, 0);
        var failures = Interlocked.Exchange(ref _failures, 0);
        var retries = Interlocked.Exchange(ref _retries, 0);
        var spills = Interlocked.Exchange(ref _spills, 0);
        var maxInFlight = Interlocked.Exchange(ref _maxInFlight, 0);
        var latency = _latency.Take();
        var responses = _responses.Take();
        return (requests | failures | retries | spills | maxInFlight) == 0 && latency.Count == 0 && responses == default
            ? ServerStatistics.None
            : new(requests, failures, retries, spills, maxInFlight, latency) { Responses = responses };
    }

    private void Count(ref int count)
    {
        Interlocked.Increment(ref count);
        Touch();
    }

    /// <summary>
    /// Marks the recorder as used. Called after recording, which is a full fence: a concurrent take either sees the recording, or finds
    /// this mark the next time.
    /// </summary>
    private void Touch()
    {
        if (Volatile.Read(ref _isTouched) == 0)
        {
            Volatile.Write(ref _isTouched, 1);
        }
    }
}
