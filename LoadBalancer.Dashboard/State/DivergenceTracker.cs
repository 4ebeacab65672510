using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Tracks since when the digest of each gateway has differed from that of the membership. It distinguishes brief differences from lasting
/// ones: a gateway applies a change within a poll, and its report is up to a second old. Not thread-safe.
/// </summary>
internal sealed class DivergenceTracker
{
    /// <summary>How long a gateway may differ until the difference is lasting.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// <see cref="Grace"/> while a server is in slow start: weights increase about every second, and reports are from different moments.
    /// </summary>
    public static readonly TimeSpan SlowStartGrace = TimeSpan.FromSeconds(5);

    private ImmutableDictionary<GatewayProcess, DateTimeOffset> _since = [];

    /// <summary>Applies the reports of one tick.</summary>
    /// <param name="reports">The reports of the gateways.</param>
    /// <param name="digest">The digest that all of them should have.</param>
    /// <param name="now">The time.</param>
    /// <returns>The gateways that differ; those that do not are omitted.</returns>
    public ImmutableDictionary<GatewayProcess, Divergence> Next(
        ImmutableArray<GatewayReport> reports, string digest, DateTimeOffset now)
    {
        _since = reports
            .Where(report => report.Status is { } status && !string.Equals(status.Digest, digest, StringComparison.Ordinal))
            .ToImmutableDictionary(report => report.Gateway, report => _since.GetValueOrDefault(report.Gateway, now));
        var grace = reports.Any(report => report.Status is { Weights.IsEmpty: false }) ? SlowStartGrace : Grace;
        return _since.ToImmutableDictionary(entry => entry.Key, entry => new Divergence(entry.Value, now - entry.Value >= grace));
    }
}
