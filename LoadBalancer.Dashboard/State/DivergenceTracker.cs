using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks since when each gateway has placed keys differently from the others. Differences that last only briefly do not count: a gateway
/// applies a change within a poll, and its report is up to a second old. Not thread-safe.
/// </summary>
internal sealed class DivergenceTracker
{
    /// <summary>How long a gateway may differ.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a gateway may differ while a server is in slow start: weights increase about every second, and reports are from different
    /// moments.
    /// </summary>
    public static readonly TimeSpan SlowStartGrace = TimeSpan.FromSeconds(5);

    private ImmutableDictionary<GatewayProcess, DateTimeOffset> _since = [];

    /// <summary>Applies the reports of one tick.</summary>
    /// <param name="reports">The reports of the gateways.</param>
    /// <param name="digest">The digest that all of them should have.</param>
    /// <param name="now">The time.</param>
    /// <returns>By gateway, since when it has diverged; those that do not, or not for long enough, are omitted.</returns>
    public ImmutableDictionary<GatewayProcess, DateTimeOffset> Next(
        ImmutableArray<GatewayReport> reports, string digest, DateTimeOffset now)
    {
        _since = reports
            .Where(report => report.Status is { } status && !string.Equals(status.Digest, digest, StringComparison.Ordinal))
            .ToImmutableDictionary(report => report.Gateway, report => _since.GetValueOrDefault(report.Gateway, now));
        var grace = reports.Any(report => report.Status is { Weights.IsEmpty: false }) ? SlowStartGrace : Grace;
        return _since.Where(entry => now - entry.Value >= grace).ToImmutableDictionary();
    }
}
