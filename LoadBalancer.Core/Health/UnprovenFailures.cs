using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Health;

/// <summary>
/// Distinguishes failures of a broken server from those of an application that fails some requests on any server, if no other server was
/// attempted: the method is not retried, the response was already being forwarded, or no server was left. Thread-safe; used only after
/// failures.
/// </summary>
/// <param name="memory">How long a failure is remembered; positive.</param>
public sealed class UnprovenFailures(TimeSpan memory)
{
    private readonly Lock _lock = new();
    private (ServerProcess Server, ulong Key, DateTimeOffset At)? _last;
    private DateTimeOffset _otherAt;

    /// <summary>Records a failure that the request may have caused. O(1).</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="key">The hash of the request's key.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// Whether the failure counts against the server. It does not if the previous failure was of a request with the same key, which may be
    /// the same request, or if another server has failed this way within the remembered time, which makes it the application's failure.
    /// </returns>
    public bool Counts(ServerProcess server, ulong key, DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _last;
            _last = (server, key, now);
            if (last is not var (before, of, at))
            {
                return true;
            }

            _otherAt = before == server ? _otherAt : at;
            return now - _otherAt > memory && (of != key || now - at > memory);
        }
    }
}
