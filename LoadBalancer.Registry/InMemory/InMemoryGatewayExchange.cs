using System.Collections.Immutable;
using LoadBalancer.Registry.Gateways;

namespace LoadBalancer.Registry.InMemory;

/// <summary>The exchange within one process, for tests and simulations. Thread-safe.</summary>
/// <param name="timeProvider">The clock that reports expire by.</param>
public sealed class InMemoryGatewayExchange(TimeProvider timeProvider) : IGatewayExchange
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (GatewayReport Report, DateTimeOffset Expires)> _reports = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports[report.Gateway] = (report, timeProvider.GetUtcNow() + GatewayReport.Lifetime);
            ForgetTheSilent();
            return Task.FromResult(OtherGateways.Sum(_reports.Values
                .Select(entry => entry.Report)
                .Where(other => !string.Equals(other.Gateway, report.Gateway, StringComparison.Ordinal))));
        }
    }

    /// <inheritdoc />
    public Task<ImmutableArray<GatewayReport>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ForgetTheSilent();
            return Task.FromResult<ImmutableArray<GatewayReport>>(
                [.. _reports.Values.Select(entry => entry.Report).OrderBy(report => report.Gateway, StringComparer.Ordinal)]);
        }
    }

    private void ForgetTheSilent()
    {
        var now = timeProvider.GetUtcNow();
        foreach (var silent in _reports.Where(entry => entry.Value.Expires <= now).Select(entry => entry.Key).ToArray())
        {
            _reports.Remove(silent);
        }
    }
}
