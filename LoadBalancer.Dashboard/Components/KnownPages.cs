using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Components.Pages;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Components;

/// <summary>Whether what a page is about exists: the page of an unknown server or gateway says so, with the status 404.</summary>
internal static class KnownPages
{
    /// <summary>
    /// Whether a page has something to show: a member, or a server that has left but is among the events, or has statistics or a health
    /// history; a gateway that reports or has stopped. Everything exists while nothing is known.
    /// </summary>
    /// <param name="page">The type of the page.</param>
    /// <param name="route">The values of its route.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="log">The health histories.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public static async Task<bool> ExistsAsync(
        Type page, RouteValueDictionary route, DashboardSnapshot? snapshot, IHealthLog log, CancellationToken cancellationToken)
    {
        if (snapshot is null)
        {
            return true;
        }

        if (page == typeof(GatewayPage) && route[nameof(GatewayPage.Name)] is string name)
        {
            var gateway = new GatewayId(name);
            return snapshot.Gateways.Any(one => one.Status.Name == gateway) || snapshot.LostGateways.Any(one => one.Name == gateway);
        }

        if (page != typeof(ServerPage) || route[nameof(ServerPage.Id)] is not string id)
        {
            return true;
        }

        var server = new ServerId(id);
        return snapshot.Find(server) is not null || snapshot.Departed.ContainsKey(server) || snapshot.Timeline.Servers.Contains(server)
            || await HasHistoryAsync();

        async Task<bool> HasHistoryAsync()
        {
            try
            {
                return ServerRules.CheckId(id) is null && !(await log.ReadAsync(server, cancellationToken)).IsEmpty;
            }
            catch (Exception exception) when (StoreFailure.IsTemporary(exception) && !cancellationToken.IsCancellationRequested)
            {
                // Whether there is a history is unknown until the store is back; the page says that it is out of reach.
                return true;
            }
        }
    }
}
