namespace LoadBalancer.Core.Selection;

/// <summary>
/// The requests that a server has in flight: from this gateway, exactly, and from all others, as they last said.
/// Thread-safe; the request path only adds and reads.
/// </summary>
public sealed class ServerLoad
{
    private readonly ClusterLoad _cluster;
    private int _here;
    private int _elsewhere;

    internal ServerLoad(ClusterLoad cluster) => _cluster = cluster;

    /// <summary>In flight from this gateway.</summary>
    public int Here => Volatile.Read(ref _here);

    /// <summary>In flight from all gateways.</summary>
    public int InFlight => Volatile.Read(ref _here) + Volatile.Read(ref _elsewhere);

    /// <summary>A request goes to the server.</summary>
    /// <returns>How many are in flight from this gateway now.</returns>
    public int Begin()
    {
        _cluster.Add(1);
        return Interlocked.Increment(ref _here);
    }

    /// <summary>A request has come back, or failed.</summary>
    public void End()
    {
        Interlocked.Decrement(ref _here);
        _cluster.Add(-1);
    }

    /// <summary>Takes over what the other gateways have in flight. One call at a time.</summary>
    internal void SetElsewhere(int inFlight)
    {
        if (Volatile.Read(ref _elsewhere) != inFlight)
        {
            _cluster.Add(inFlight - Interlocked.Exchange(ref _elsewhere, inFlight));
        }
    }
}
