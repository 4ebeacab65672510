namespace LoadBalancer.Core.Failover;

/// <summary>
/// Limits the retries in progress to a fraction of the requests in flight, so that servers which fail because they are overloaded do not
/// receive a multiple of the load. Thread-safe without locks; does not allocate; all O(1).
/// </summary>
/// <param name="percent">The retries for each 100 requests in flight; 0 to 100.</param>
/// <param name="least">The retries that may always be in progress; at least 0.</param>
public sealed class RetryBudget(int percent, int least)
{
    private int _requests;
    private int _retries;

    /// <summary>The requests in flight.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The retries in progress.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>The number of retries that may be in progress now.</summary>
    public int Limit => Math.Max(least, (int)((long)Requests * percent / 100));

    /// <summary>Begins a request.</summary>
    public void BeginRequest() => Interlocked.Increment(ref _requests);

    /// <summary>Ends a request. Must be called once for each <see cref="BeginRequest"/>.</summary>
    public void EndRequest() => Interlocked.Decrement(ref _requests);

    /// <summary>Begins a retry if there is room for one.</summary>
    /// <returns>Whether the retry may begin; if so, <see cref="EndRetry"/> must be called.</returns>
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

    /// <summary>Ends a retry.</summary>
    public void EndRetry() => Interlocked.Decrement(ref _retries);
}
