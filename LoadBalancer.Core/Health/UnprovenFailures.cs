namespace LoadBalancer.Core.Health;

/// <summary>
/// Tells failures of a server that is broken from those of an application that fails some requests wherever they go, where no other server
/// was asked: a method that is not repeated, a response that had begun to be passed on, no server left. Thread-safe; asked only after
/// failures.
/// </summary>
/// <param name="memory">How long a failure of one server speaks for the others.</param>
public sealed class UnprovenFailures(TimeSpan memory)
{
    private readonly Lock _lock = new();
    private (string Server, ulong Key, DateTimeOffset At)? _last;

    /// <summary>A server has failed a request in a way that may be the request's doing. O(1).</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="key">The hash of the request's key.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// Whether it counts against the server: not where the failure before was of a request with the same key, which may be the same request,
    /// nor where it was another server's, which makes it the application's.
    /// </returns>
    public bool Counts(string server, ulong key, DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _last;
            _last = (server, key, now);
            return last is not var (before, of, at) || now - at > memory
                || (of != key && string.Equals(before, server, StringComparison.Ordinal));
        }
    }
}
