using LoadBalancer.Core.Membership;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The idle connections to one server. The most recently used connection is taken first, so that surplus connections age and are closed.
/// Thread-safe: a connection belongs to the caller that has taken it.
/// </summary>
/// <param name="address">The server's address.</param>
/// <param name="instance">The instance of the server, if known.</param>
/// <param name="longestIdle">How long a connection may be idle, unless the server announces a shorter time.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UpstreamPool(UpstreamAddress address, string? instance, TimeSpan longestIdle, TimeProvider timeProvider)
{
    private const int MostIdle = 1_024;

    /// <summary>How long before the announced time a connection is no longer used: a request needs time to arrive.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection may exist, so that what balances connections in front of a server can move them.</summary>
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
    /// <param name="isForOneAttempt">
    /// Whether the request must not be repeated if the server closes the connection instead of responding. Then the operating system is
    /// asked whether it has closed the connection.
    /// </param>
    /// <returns><see langword="null"/> if there is no such connection.</returns>
    public UpstreamConnection? Take(bool isForOneAttempt = false)
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

            if (connection.IsUsable && timeProvider.GetTimestamp() <= connection.IdleUntil && !(isForOneAttempt && connection.HasEnded))
            {
                return connection;
            }

            connection.Dispose();
        }
    }

    /// <summary>Adds a connection whose request has ended and that can carry another one. The caller must not use it afterwards.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="announced">How long the server keeps an idle connection, if it has said so.</param>
    public void Keep(UpstreamConnection connection, TimeSpan? announced = null)
    {
        var idle = announced is { } time && time - Margin < longestIdle ? time - Margin : longestIdle;
        if (idle > TimeSpan.Zero && !connection.IsOutdated)
        {
            var now = timeProvider.GetTimestamp();
            connection.BecomeIdle(now, now + (long)(idle.TotalSeconds * timeProvider.TimestampFrequency));
            lock (_lock)
            {
                if (!_isRetired && _idle.Count < MostIdle)
                {
                    _idle.Push(connection);
                    return;
                }
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
        || timeProvider.GetTimestamp() > connection.IdleUntil
        || timeProvider.GetElapsedTime(connection.Created) > LongestLife;

    private static void Close(IEnumerable<UpstreamConnection> connections)
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }
}
