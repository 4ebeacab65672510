namespace LoadBalancer.Core.Selection;

/// <summary>
/// The requests in flight of a server: from this gateway, exactly, and from all others, as last reported. Thread-safe; the request path
/// only adds and reads.
/// </summary>
public sealed class ServerLoad
{
    private readonly ClusterLoad _cluster;
    private int _here;
    private int _elsewhere;

    internal ServerLoad(ClusterLoad cluster) => _cluster = cluster;

    /// <summary>The number of requests in flight from this gateway.</summary>
    public int Here => Volatile.Read(ref _here);

    /// <summary>The number of requests in flight from all gateways.</summary>
    public int InFlight => Volatile.Read(ref _here) + Volatile.Read(ref _elsewhere);

    /// <summary>Begins a request on the server.</summary>
    /// <returns>The number of requests in flight from this gateway, including this one.</returns>
    public int Begin()
    {
        _cluster.Add(1);
        return Interlocked.Increment(ref _here);
    }

    /// <summary>Ends a request, successful or not.</summary>
    public void End()
    {
        Interlocked.Decrement(ref _here);
        _cluster.Add(-1);
    }

    /// <summary>Sets the requests in flight of the other gateways. Not thread-safe.</summary>
    internal void SetElsewhere(int inFlight)
    {
        if (Volatile.Read(ref _elsewhere) != inFlight)
        {
            _cluster.Add(inFlight - Interlocked.Exchange(ref _elsewhere, inFlight));
        }
    }
}
