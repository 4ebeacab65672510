using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>The exchange within one process, for tests and simulations. Thread-safe.</summary>
/// <param name="timeProvider">The clock that reports expire by.</param>
/// <param name="log">Where events go; <see langword="null"/> for nowhere.</param>
public sealed class InMemoryGatewayExchange(TimeProvider timeProvider, InMemoryEventLog? log = null) : IGatewayExchange
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (GatewayReport Report, DateTimeOffset Expires)> _reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownGateway> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports[report.Gateway] = (report, timeProvider.GetUtcNow() + GatewayReport.Lifetime);
            if (report.Status is { } status)
            {
                var (next, happened) = GatewayTransitions.Report(
                    _known.GetValueOrDefault(status.Name), new(status.Name, report.Gateway, status.Started), !_registered.Add(report.Gateway), timeProvider.GetUtcNow());
                Write(status.Name, next ?? _known.GetValueOrDefault(status.Name), happened);
            }

            ForgetTheSilent(report.Status?.Name ?? report.Gateway);
            var reports = _reports.Values.Select(entry => entry.Report).ToArray();
            return Task.FromResult(OtherGateways.Sum(reports.Where(other => !string.Equals(other.Gateway, report.Gateway, StringComparison.Ordinal))) with
            {
                All = OtherGateways.Sum(reports).Votes,
                IsOwnSum = true,
            });
        }
    }

    /// <inheritdoc />
    public Task LeaveAsync(string name, string gateway, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports.Remove(gateway);
            _registered.Remove(gateway);
            if (_known.TryGetValue(name, out var entry) && string.Equals(entry.Gateway, gateway, StringComparison.Ordinal))
            {
                Write(name, next: null, GatewayTransitions.Left(entry, timeProvider.GetUtcNow()));
            }

            return Task.CompletedTask;
        }
    }

    /// <inheritdoc />
    public Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ForgetTheSilent(by);
            return Task.FromResult(new GatewayReading(
                [.. _reports.Values.Select(entry => entry.Report).OrderBy(report => report.Gateway, StringComparer.Ordinal)],
                [.. _known.Values.Where(entry => entry.LostSince is not null).OrderBy(entry => entry.Name, StringComparer.Ordinal)]));
        }
    }

    /// <inheritdoc />
    public Task<ForgetOutcome> ForgetAsync(string name, string by, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ForgetTheSilent(by);
            if (!_known.TryGetValue(name, out var entry))
            {
                return Task.FromResult(ForgetOutcome.NotFound);
            }

            if (_reports.ContainsKey(entry.Gateway))
            {
                return Task.FromResult(ForgetOutcome.Reporting);
            }

            Write(name, next: null, GatewayTransitions.Forgotten(entry, by, timeProvider.GetUtcNow()));
            return Task.FromResult(ForgetOutcome.Forgotten);
        }
    }

    private void ForgetTheSilent(string by)
    {
        var now = timeProvider.GetUtcNow();
        foreach (var silent in _reports.Where(entry => entry.Value.Expires <= now).Select(entry => entry.Key).ToArray())
        {
            _reports.Remove(silent);
        }

        foreach (var entry in _known.Values.Where(entry => !_reports.ContainsKey(entry.Gateway)).ToArray())
        {
            var (next, happened) = GatewayTransitions.Silent(entry, by, now);
            Write(entry.Name, next, happened);
        }
    }

    private void Write(string name, KnownGateway? next, ClusterEvent? happened)
    {
        if (next is null)
        {
            _known.Remove(name);
        }
        else
        {
            _known[name] = next;
        }

        log?.Append(happened is null ? [] : [happened]);
    }
}
