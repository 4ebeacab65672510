using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Identity;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>
/// Publishes events for servers that the cluster finds unhealthy, and healthy again. All gateways track the sum of all votes; the one that
/// computed the sum compares it with the published verdicts and publishes the changes. Not thread-safe.
/// </summary>
internal sealed class VerdictPublisher(
    IVerdictLog log, ClusterState state, HealthMonitor health, HealthChangeQueue history, GatewayIdentity identity,
    TimeProvider timeProvider)
{
    private const int MostNames = 10;

    private readonly VerdictTracker _tracker = new();
    private (MembershipSnapshot? Membership, ServerProcess[] Names) _members = (null, []);

    /// <summary>
    /// Processes the votes of the gateways. Throws the store's exceptions while the store is unreachable; the next call makes up for it.
    /// </summary>
    public async Task HearAsync(OtherGateways gateways, CancellationToken cancellationToken)
    {
        if (gateways.All is not { } all)
        {
            return;
        }

        var cluster = state.Cluster;
        var now = timeProvider.GetUtcNow();
        if (!ReferenceEquals(cluster.Membership, _members.Membership))
        {
            _members = (cluster.Membership, [.. cluster.Membership.Servers.Select(ServerProcess.Of)]);
        }

        _tracker.Take(all, _members.Names, now);
        if (!gateways.IsOwnSum)
        {
            return;
        }

        var published = await log.ReadAsync(cancellationToken);
        if (_tracker.Next(published.Unhealthy, now) is { } news)
        {
            if (await log.TryPublishAsync(published, news.Unhealthy, [.. EventsOf(news, cluster)], cancellationToken))
            {
                Remember(news, cluster);
            }
        }
    }

    /// <summary>Adds the news to the history of every server that they concern; an event names only some.</summary>
    private void Remember(VerdictNews news, ClusterSnapshot cluster)
    {
        foreach (var name in news.Better)
        {
            history.AddOfCluster(name, news.BetterSince, from: null, HealthReason.Healthy, failure: default);
        }

        foreach (var name in news.Worse)
        {
            var (reason, failure) = FindReason(name, cluster) ?? (HealthReason.OtherGateways, default);
            history.AddOfCluster(name, news.WorseSince, HealthReason.Healthy, reason, failure);
        }
    }

    private IEnumerable<ClusterEvent> EventsOf(VerdictNews news, ClusterSnapshot cluster)
    {
        if (!news.Better.IsEmpty)
        {
            yield return Event(ClusterEventKind.Healthy, news.Better, news.BetterSince, _ => "");
        }

        if (!news.Worse.IsEmpty)
        {
            yield return Event(ClusterEventKind.Unhealthy, news.Worse, news.WorseSince, name => ReasonOf(name, cluster));
        }
    }

    private ClusterEvent Event(
        ClusterEventKind kind, ImmutableArray<ServerProcess> names, DateTimeOffset since, Func<ServerProcess, string> detail)
    {
        var ids = names.Select(name => name.Server).ToArray();
        var rest = Math.Max(0, ids.Length - MostNames);
        return ids is [var only]
            ? new(since, kind, only, identity.Id.Value, detail(names[0]))
            : new(since, kind, Server: null, identity.Id.Value, string.Create(
                CultureInfo.InvariantCulture,
                $"{ids.Length} servers: {string.Join(", ", ids.Take(MostNames))}{(rest > 0 ? $" and {rest} more" : "")}")
                + CommonOf(names, detail))
            {
                Servers = [.. ids.Take(MostNames)],
                OtherServers = rest,
            };
    }

    /// <summary>Returns the detail of several servers if it is the same for all.</summary>
    private static string CommonOf(ImmutableArray<ServerProcess> names, Func<ServerProcess, string> detail) =>
        names.Select(detail).Distinct(StringComparer.Ordinal).ToArray() is [{ Length: > 0 } common] ? $" ({common})" : "";

    private string ReasonOf(ServerProcess name, ClusterSnapshot cluster) => FindReason(name, cluster) is not var (reason, failure) ? ""
        : failure.IsNone ? HealthReasons.TextOf(reason)
        : $"{HealthReasons.TextOf(reason)}; the last failure: {failure}";

    /// <summary>Returns the reason that this gateway has observed or received, and the failure; it may not know either yet.</summary>
    private (HealthReason Reason, Failure Failure)? FindReason(ServerProcess name, ClusterSnapshot cluster)
    {
        var servers = cluster.Membership.Servers;
        var place = Enumerable.Range(0, servers.Length)
            .FirstOrDefault(i => ServerProcess.Of(servers[i]) == name, -1);
        if (place < 0 || cluster.Health.Reasons[place] is not (not HealthReason.Healthy and var reason))
        {
            return null;
        }

        return (reason, health.FailureOf(servers[place]));
    }
}
