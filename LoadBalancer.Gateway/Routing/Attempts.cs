using LoadBalancer.Core.Selection;

namespace LoadBalancer.Gateway.Routing;

/// <summary>Where one request belongs and which servers it was sent to in vain. Lives as long as the request, on one snapshot.</summary>
internal sealed class Attempts(ClusterSnapshot snapshot, ulong hash)
{
    private int[] _failed = [];

    public ClusterSnapshot Snapshot { get; } = snapshot;

    /// <summary>The server that the request was given last, or −1.</summary>
    public int Current { get; private set; } = -1;

    /// <summary>Goes to the most preferred server that was not tried.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool MoveNext()
    {
        if (Current >= 0)
        {
            _failed = [.. _failed, Current];
        }

        Current = Snapshot.Select(hash, _failed);
        return Current >= 0;
    }
}
