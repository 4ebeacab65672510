using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The idle connections to one server. Those used last are used first: they are warm, and what is not needed grows old. Thread-safe:
/// a connection belongs to whoever has taken it.
/// </summary>
/// <param name="address">Where they lead.</param>
/// <param name="instance">The process that they lead to, where it is known.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UpstreamPool(UpstreamAddress address, string? instance, TimeProvider timeProvider)
{
    private const int MostIdle = 1_024;

    /// <summary>Servers close idle connections too, most of them later.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(60);

    /// <summary>A name may come to mean another machine.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Stack<UpstreamConnection> _idle = [];
    private bool _isRetired;

    public UpstreamAddress Address => address;

    /// <summary>Whether they lead to this process of the server: those to its last one may hang where its machine is gone.</summary>
    public bool IsOf(Server server) =>
        string.Equals(address.Url, server.Url, StringComparison.Ordinal)
            && string.Equals(instance, server.Instance, StringComparison.Ordinal);

    /// <summary>Takes an idle connection that the server has not closed.</summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    public UpstreamConnection? Take()
    {
        while (true)
        {
            UpstreamConnection? connection;
            lock (_lock)
            {
                if (!_idle.TryPop(out connection))
                {
                    return null;
                }
            }

            if (connection.IsUsable)
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    /// <summary>Keeps a connection whose request is over and that can carry another one; the caller has no more to do with it.</summary>
    public void Keep(UpstreamConnection connection)
    {
        connection.BecomeIdle(timeProvider.GetTimestamp());
        lock (_lock)
        {
            if (!_isRetired && _idle.Count < MostIdle)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes what has been idle, or has lived, for too long, or was closed by the server. O(idle connections).</summary>
    public void Sweep()
    {
        ILookup<bool, UpstreamConnection> byAge;
        lock (_lock)
        {
            if (!_idle.Any(IsOver))
            {
                return;
            }

            byAge = _idle.Reverse().ToLookup(IsOver);
            _idle.Clear();
            foreach (var connection in byAge[false])
            {
                _idle.Push(connection);
            }
        }

        Close(byAge[true]);
    }

    /// <summary>Closes every idle connection, and keeps none any more.</summary>
    public void Retire()
    {
        UpstreamConnection[] idle;
        lock (_lock)
        {
            _isRetired = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        Close(idle);
    }

    private bool IsOver(UpstreamConnection connection) =>
        !connection.IsUsable
        || timeProvider.GetElapsedTime(connection.LastUsed) > LongestIdle
        || timeProvider.GetElapsedTime(connection.Created) > LongestLife;

    private static void Close(IEnumerable<UpstreamConnection> connections)
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }
}
