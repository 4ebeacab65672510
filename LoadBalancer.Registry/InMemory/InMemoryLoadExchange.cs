using System.Collections.Immutable;
using LoadBalancer.Registry.Loads;

namespace LoadBalancer.Registry.InMemory;

/// <summary>The exchange within one process, for tests and simulations. Thread-safe.</summary>
/// <param name="timeProvider">The clock that reports expire by.</param>
public sealed class InMemoryLoadExchange(TimeProvider timeProvider) : ILoadExchange
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (LoadReport Report, DateTimeOffset Expires)> _reports = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<ImmutableDictionary<string, int>> ExchangeAsync(LoadReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            _reports[report.Gateway] = (report, now + LoadReport.Lifetime);
            foreach (var silent in _reports.Where(entry => entry.Value.Expires <= now).Select(entry => entry.Key).ToArray())
            {
                _reports.Remove(silent);
            }

            return Task.FromResult(_reports.Values
                .Where(entry => !string.Equals(entry.Report.Gateway, report.Gateway, StringComparison.Ordinal))
                .SelectMany(entry => entry.Report.InFlight)
                .GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal)
                .ToImmutableDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal));
        }
    }
}
