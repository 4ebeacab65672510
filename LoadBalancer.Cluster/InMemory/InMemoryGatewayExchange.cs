using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.InMemory;

/// <summary>
/// An in-memory exchange within one process, for a standalone gateway, tests, and simulations. One sum is computed in each interval, as in
/// the shared store, so that the cost of an exchange depends on the sum and not on the number of reports. Thread-safe.
/// </summary>
/// <param name="timeProvider">The clock by which reports expire.</param>
/// <param name="log">The log that events are written to; <see langword="null"/> for none.</param>
public sealed class InMemoryGatewayExchange(TimeProvider timeProvider, InMemoryEventLog? log = null) : IGatewayExchange
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GatewayProcess, (GatewayReport Report, DateTimeOffset Expires)> _reports = [];
    private readonly Dictionary<GatewayId, KnownGateway> _known = [];
    private readonly HashSet<GatewayProcess> _registered = [];
    private Dictionary<GatewayProcess, GatewayReport> _summed = [];
    private OtherGateways _sum = OtherGateways.None;
    private DateTimeOffset _nextSum;

    /// <inheritdoc />
    public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports[report.Gateway] = (report, timeProvider.GetUtcNow() + GatewayReport.Lifetime);
            if (report.Status is { } status)
            {
                var (next, happened) = GatewayTransitions.Report(
                    _known.GetValueOrDefault(status.Name), KnownGateway.Of(report.Gateway, status),
                    !_registered.Add(report.Gateway), timeProvider.GetUtcNow());
                Write(status.Name, next ?? _known.GetValueOrDefault(status.Name), happened);
            }

            var isOwnSum = timeProvider.GetUtcNow() >= _nextSum;
            if (isOwnSum)
            {
                ForgetTheSilent(report.Status?.Name.Value ?? report.Gateway.Value);
                _summed = _reports.ToDictionary(entry => entry.Key, entry => entry.Value.Report);
                _sum = OtherGateways.Sum(_summed.Values);
                _nextSum = timeProvider.GetUtcNow() + interval;
            }

            var others = _summed.TryGetValue(report.Gateway, out var own) ? _sum.Without(own) : _sum;
            return Task.FromResult(others with { All = _sum.Votes, IsOwnSum = isOwnSum });
        }
    }

    /// <inheritdoc />
    public Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reports.Remove(gateway);
            _registered.Remove(gateway);
            if (_known.TryGetValue(name, out var entry) && entry.Gateway == gateway)
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
                [.. _reports.Values.Select(entry => entry.Report).OrderBy(report => report.Gateway.Value, StringComparer.Ordinal)],
                [.. _known.Values.Where(entry => entry.LostSince is not null).OrderBy(entry => entry.Name.Value, StringComparer.Ordinal)]));
        }
    }

    /// <inheritdoc />
    public Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken)
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

    private void Write(GatewayId name, KnownGateway? next, ClusterEvent? happened)
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
