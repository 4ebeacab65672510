namespace LoadBalancer.Core.Failover;

/// <summary>
/// Bounds the retries that are under way to a part of the requests in flight, so that servers which fail because they
/// are overloaded are not given several times the load. Thread-safe without locks; allocates nothing; all O(1).
/// </summary>
/// <param name="percent">Retries for each 100 requests in flight; 0 to 100.</param>
/// <param name="least">Retries that may always be under way; at least 0.</param>
public sealed class RetryBudget(int percent, int least)
{
    private int _requests;
    private int _retries;

    /// <summary>Requests in flight.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Retries under way.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>How many retries may be under way now.</summary>
    public int Limit => Math.Max(least, (int)((long)Requests * percent / 100));

    /// <summary>A request has come.</summary>
    public void BeginRequest() => Interlocked.Increment(ref _requests);

    /// <summary>A request has ended. To be called once for each <see cref="BeginRequest"/>.</summary>
    public void EndRequest() => Interlocked.Decrement(ref _requests);

    /// <summary>Begins a retry if there is room for one.</summary>
    /// <returns>Whether it may begin; if so, <see cref="EndRetry"/> is owed.</returns>
    public bool TryBeginRetry()
    {
        var retries = Retries;
        while (retries < Limit)
        {
            var seen = Interlocked.CompareExchange(ref _retries, retries + 1, retries);
            if (seen == retries)
            {
                return true;
            }

            retries = seen;
        }

        return false;
    }

    /// <summary>A retry has had its response, or has failed.</summary>
    public void EndRetry() => Interlocked.Decrement(ref _retries);
}
