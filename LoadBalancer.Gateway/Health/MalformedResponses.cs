using LoadBalancer.Core.Membership;
using LoadBalancer.Registry.Gateways;

namespace LoadBalancer.Gateway.Health;

/// <summary>
/// Tells malformed responses of a server that is broken from those of an application that fails some requests wherever they go, where no
/// other server was asked: a response that had begun to be passed on, a method that is not repeated. Thread-safe; asked only after failures.
/// </summary>
/// <param name="memory">How long a malformed response of one server speaks for the others.</param>
internal sealed class MalformedResponses(TimeSpan memory)
{
    private readonly Lock _lock = new();
    private (string Server, ulong Key, DateTimeOffset At)? _last;

    /// <summary>A server has given one.</summary>
    /// <returns>
    /// Whether it counts against the server: not where the one before was to a request of the same key, which may be the same request, nor
    /// where it was another server's, which makes it the application's.
    /// </returns>
    public bool Counts(Server server, ulong key, DateTimeOffset now)
    {
        lock (_lock)
        {
            var last = _last;
            var name = Incarnation.NameOf(server);
            _last = (name, key, now);
            return last is not var (before, of, at) || now - at > memory
                || (of != key && string.Equals(before, name, StringComparison.Ordinal));
        }
    }
}
