using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Limits;

/// <summary>The exact number of requests in flight of all clients; not counted if there is no limit. Thread-safe.</summary>
internal sealed class RequestsInFlight(IOptions<LimitsOptions> options)
{
    private readonly int _most = options.Value.Overload.Requests;
    private int _inFlight;

    /// <summary>Whether there is a limit.</summary>
    public bool IsOn => _most > 0;

    public bool TryEnter()
    {
        if (!IsOn || Interlocked.Increment(ref _inFlight) <= _most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave()
    {
        if (IsOn)
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
