namespace LoadBalancer.Gateway.Servers;

/// <summary>
/// The idle connections to one server. Those used last are used first, so that what is not needed grows old. Thread-safe,
/// without locks: a connection belongs to whoever takes it out of its place.
/// </summary>
internal sealed class ServerPool(ServerAddress address, TimeProvider timeProvider)
{
    private const int Places = 256;

    /// <summary>Servers close idle connections too, most of them later.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(60);

    /// <summary>A name may come to mean another machine.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    private readonly ServerConnection?[] _idle = new ServerConnection?[Places];
    private volatile bool _isRetired;

    public ServerAddress Address => address;

    /// <summary>Takes an idle connection that the server has not closed.</summary>
    /// <returns><see langword="null"/> if there is none.</returns>
    public ServerConnection? Take()
    {
        for (var place = 0; place < Places; place++)
        {
            if (Volatile.Read(ref _idle[place]) is not null && Interlocked.Exchange(ref _idle[place], null) is { } connection)
            {
                if (connection.IsUsable)
                {
                    return connection;
                }

                connection.Dispose();
            }
        }

        return null;
    }

    /// <summary>Keeps a connection whose request is over and that can carry another one; the caller has no more to do with it.</summary>
    public void Keep(ServerConnection connection)
    {
        connection.BecomeIdle(timeProvider.GetTimestamp());
        for (var place = 0; place < Places && !_isRetired; place++)
        {
            if (Volatile.Read(ref _idle[place]) is null && Interlocked.CompareExchange(ref _idle[place], connection, null) is null)
            {
                if (_isRetired)
                {
                    CloseWhere(static _ => true);
                }

                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes what has been idle, or has lived, for too long, or was closed by the server.</summary>
    public void Sweep() => CloseWhere(connection =>
        !connection.IsUsable
        || timeProvider.GetElapsedTime(connection.LastUsed) > LongestIdle
        || timeProvider.GetElapsedTime(connection.Created) > LongestLife);

    /// <summary>Closes every idle connection, and keeps none any more.</summary>
    public void Retire()
    {
        _isRetired = true;
        CloseWhere(static _ => true);
    }

    private void CloseWhere(Predicate<ServerConnection> isToClose)
    {
        for (var place = 0; place < Places; place++)
        {
            // Out of its place first: only then it is nobody else's.
            if (Volatile.Read(ref _idle[place]) is not null && Interlocked.Exchange(ref _idle[place], null) is { } connection)
            {
                if (isToClose(connection) || Interlocked.CompareExchange(ref _idle[place], connection, null) is not null)
                {
                    connection.Dispose();
                }
            }
        }
    }
}
