using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The idle connections to one server. The most recently used connection is taken first, so that surplus connections age and are closed.
/// Thread-safe: a connection belongs to the caller that has taken it.
/// </summary>
/// <param name="address">The server's address.</param>
/// <param name="instance">The instance of the server, if known.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UpstreamPool(UpstreamAddress address, string? instance, TimeProvider timeProvider)
{
    private const int MostIdle = 1_024;

    /// <summary>How long a connection may be idle. Servers close idle connections too, most of them later.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection may exist, since a name may resolve to another machine later.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Stack<UpstreamConnection> _idle = [];
    private bool _isRetired;

    public UpstreamAddress Address => address;

    /// <summary>
    /// Whether the connections lead to this instance of the server. Connections to a previous instance may hang if its machine is gone.
    /// </summary>
    public bool IsOf(Server server) =>
        string.Equals(address.Url, server.Url, StringComparison.Ordinal)
            && string.Equals(instance, server.Instance, StringComparison.Ordinal);

    /// <summary>Takes an idle connection that the server has not closed.</summary>
    /// <returns><see langword="null"/> if there is no such connection.</returns>
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

    /// <summary>Adds a connection whose request has ended and that can carry another one. The caller must not use it afterwards.</summary>
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

    /// <summary>Closes connections that have been idle or open for too long, or that the server has closed. O(idle connections).</summary>
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

    /// <summary>Closes all idle connections, and keeps none from now on.</summary>
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
