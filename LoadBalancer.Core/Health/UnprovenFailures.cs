namespace LoadBalancer.Core.Health;

/// <summary>
/// Tells failures of a server that is broken from those of an application that fails some requests wherever they go, where no other server
/// was asked: a method that is not repeated, a response that had begun to be passed on, no server left. Thread-safe; asked only after
/// failures.
/// </summary>
/// <param name="memory">How long a failure speaks for the next one; positive.</param>
public sealed class UnprovenFailures(TimeSpan memory)
{
    private readonly Lock _lock = new();
    private (string Server, ulong Key, DateTimeOffset At)? _last;
    private DateTimeOffset _otherAt;

    /// <summary>A server has failed a request in a way that may be the request's doing. O(1).</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="key">The hash of the request's key.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// Whether it counts against the server: not where the failure before was of a request with the same key, which may be the same
    /// request,
    /// nor where another server has failed so too in that time, which makes it the application's.
    /// </returns>
    public bool Counts(string server, ulong key, DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _last;
            _last = (server, key, now);
            if (last is not var (before, of, at))
            {
                return true;
            }

            _otherAt = string.Equals(before, server, StringComparison.Ordinal) ? _otherAt : at;
            return now - _otherAt > memory && (of != key || now - at > memory);
        }
    }
}
