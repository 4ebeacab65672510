using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Exchange;

/// <summary>
/// Watches the other gateways for mistakes in the configuration: another process with this gateway's id, and different settings that decide
/// where a key goes. A process does not change its settings, so the statuses, which are large, are read only after gateways have come or
/// gone. Not thread-safe.
/// </summary>
internal sealed partial class PeerWatch(
    IGatewayExchange exchange, ClusterState state, GatewayIdentity identity, TimeProvider timeProvider, ILogger<PeerWatch> logger)
{
    /// <summary>The minimum time between two comparisons: the gateways of a deployment start one after the other.</summary>
    private static readonly TimeSpan Interval = GatewayReport.Lifetime;

    private readonly NamesakeWatch _namesakes = new(identity.Id, identity.Process);
    private readonly PolicyDifferenceTracker _differences = new();
    private HashSet<GatewayProcess> _compared = [];
    private long? _comparedAt;
    private string _withoutPolicy = "";

    /// <summary>Applies the names of the other gateways that report.</summary>
    public async Task HearAsync(ImmutableArray<GatewayProcess> others, CancellationToken cancellationToken)
    {
        if (_namesakes.HasBegun(others, timeProvider.GetUtcNow()))
        {
            LogNamesake(identity.Id);
        }

        if (_compared.SetEquals(others) || (_comparedAt is { } last && timeProvider.GetElapsedTime(last) < Interval))
        {
            return;
        }

        var reading = await exchange.ReadAsync(identity.Id.Value, cancellationToken);
        (_compared, _comparedAt) = ([.. others], timeProvider.GetTimestamp());
        Compare([.. reading.Reports.Select(report => report.Status).OfType<GatewayStatus>()]);
    }

    private void Compare(ImmutableArray<GatewayStatus> gateways)
    {
        var differences = PolicyDifference.Among(gateways, state.Cluster.Membership.Algorithm);
        if (_differences.HasChanged(differences))
        {
            if (differences.IsEmpty)
            {
                LogAlike();
            }
            else
            {
                LogDifferent(PolicyDifference.Describe(differences));
            }
        }

        var withoutPolicy = NameList.Of(gateways.Where(gateway => gateway.Policy is null).Select(gateway => gateway.Name));
        if (!string.Equals(withoutPolicy, _withoutPolicy, StringComparison.Ordinal))
        {
            _withoutPolicy = withoutPolicy;
            if (withoutPolicy.Length > 0)
            {
                LogUnknown(withoutPolicy);
            }
        }
    }

    [LoggerMessage(3103, LogLevel.Warning,
        "Another gateway also reports as '{Id}': give each gateway its own Gateway:Id. Until then the loss of one of them " +
        "goes unnoticed. The default is the machine name.")]
    private partial void LogNamesake(GatewayId id);

    [LoggerMessage(3111, LogLevel.Warning,
        "Gateways have different settings, so requests with the same key may go to different servers: {Differences}. Give all gateways " +
        "the same values.")]
    private partial void LogDifferent(string differences);

    [LoggerMessage(3112, LogLevel.Information, "All gateways have the same placement settings again")]
    private partial void LogAlike();

    [LoggerMessage(3113, LogLevel.Information,
        "These gateways run an earlier version, which does not report its placement settings, so they cannot be compared: {Gateways}")]
    private partial void LogUnknown(string gateways);
}
