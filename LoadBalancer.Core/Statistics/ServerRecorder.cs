namespace LoadBalancer.Core.Statistics;

/// <summary>
/// What happens at one server, counted as it happens. Thread-safe without locks: any number of threads record while
/// one takes. Each recording is O(1) and allocates nothing.
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

    /// <summary>The requests that were not taken yet.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The failures that were not taken yet.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>A request has ended here.</summary>
    /// <param name="latency">How long it took; <see langword="null"/> for one that says nothing about latency.</param>
    public void RecordRequest(TimeSpan? latency)
    {
        Interlocked.Increment(ref _requests);
        if (latency is { } duration)
        {
            _latency.Record(duration);
        }

        Touch();
    }

    /// <summary>The client of a request that had its last attempt here has got a response.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="isGateways">Whether the gateway gave it, since the server had failed.</param>
    public void RecordResponse(int status, bool isGateways)
    {
        _responses.Record(status, isGateways);
        Touch();
    }

    /// <summary>The client of a request that had its last attempt here has left before it got a response.</summary>
    public void RecordClientLeft()
    {
        _responses.RecordClientLeft();
        Touch();
    }

    /// <summary>An attempt has failed here.</summary>
    public void RecordFailure() => Count(ref _failures);

    /// <summary>A request came here that another server had failed.</summary>
    public void RecordRetry() => Count(ref _retries);

    /// <summary>A request came here since its owner had more than its part.</summary>
    public void RecordSpill() => Count(ref _spills);

    /// <summary>So many requests were seen in flight.</summary>
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
    /// Takes out what was recorded since it was last called; nothing is lost or taken twice. What is recorded meanwhile
    /// may come half now and half the next time. O(buckets of latency); O(1) where nothing was.
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

    /// <summary>After what was recorded, which was a full fence: whoever takes either sees it or finds this set the next time.</summary>
    private void Touch()
    {
        if (Volatile.Read(ref _isTouched) == 0)
        {
            Volatile.Write(ref _isTouched, 1);
        }
    }
}
