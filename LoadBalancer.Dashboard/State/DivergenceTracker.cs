using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Since when each gateway has placed keys unlike the others should. What lasts for less than a moment is none: a gateway
/// follows a change within a poll, and its report is up to a second old. One thread at a time.
/// </summary>
internal sealed class DivergenceTracker
{
    /// <summary>How long a gateway may lag behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long it may while a server starts slowly: weights rise every second or so, and reports are of different moments.
    /// </summary>
    public static readonly TimeSpan SlowStartGrace = TimeSpan.FromSeconds(5);

    private ImmutableDictionary<string, DateTimeOffset> _since = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Takes the reports of one tick.</summary>
    /// <param name="reports">What the gateways say.</param>
    /// <param name="digest">What all of them should have.</param>
    /// <param name="now">The time.</param>
    /// <returns>By gateway, since when it has diverged; those that do not, or not for long enough, are left out.</returns>
    public ImmutableDictionary<string, DateTimeOffset> Next(ImmutableArray<GatewayReport> reports, string digest, DateTimeOffset now)
    {
        _since = reports
            .Where(report => report.Status is { } status && !string.Equals(status.Digest, digest, StringComparison.Ordinal))
            .ToImmutableDictionary(
                report => report.Gateway, report => _since.GetValueOrDefault(report.Gateway, now), StringComparer.Ordinal);
        var grace = reports.Any(report => report.Status is { Weights.IsEmpty: false }) ? SlowStartGrace : Grace;
        return _since.Where(entry => now - entry.Value >= grace).ToImmutableDictionary(StringComparer.Ordinal);
    }
}
