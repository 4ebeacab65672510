using LoadBalancer.Core.Selection;
using LoadBalancer.Registry.Counters;

namespace LoadBalancer.Gateway.Counting;

/// <summary>What this gateway has seen of one server since it started. Thread-safe, without locks.</summary>
internal sealed class ServerCounter(ServerLoad load)
{
    private long _requests;
    private long _failures;

    public ServerLoad Load => load;

    public ServerCounts Counts => new(Interlocked.Read(ref _requests), Interlocked.Read(ref _failures));

    /// <summary>A try at the server begins.</summary>
    public void Begin() => load.Begin();

    /// <summary>A try at the server has ended.</summary>
    public void End(bool failed)
    {
        load.End();
        if (failed)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>A request ended here: its last try was at this server.</summary>
    public void CountRequest() => Interlocked.Increment(ref _requests);
}
