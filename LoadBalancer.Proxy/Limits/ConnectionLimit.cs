using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Limits the connections of all clients. Thread-safe.</summary>
internal sealed class ConnectionLimit(IOptions<LimitsOptions> options)
{
    private readonly int _most = options.Value.Connections is > 0 and var most ? most : int.MaxValue;
    private int _open;

    /// <summary>The number of open connections.</summary>
    public int Open => Volatile.Read(ref _open);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= _most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
