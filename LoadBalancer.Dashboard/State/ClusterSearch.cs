using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Names;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State;

/// <summary>What of the cluster has a text in it. Immutable.</summary>
/// <param name="Text">The text.</param>
/// <param name="Servers">The servers with it in their id or URL, in natural order.</param>
/// <param name="Gateways">
/// The gateways with it in their name, an address, or their build, also those that have stopped, in natural order.
/// </param>
/// <param name="HotKeys">The frequent keys with it, the most frequent first.</param>
/// <param name="Events">The events with it, the latest first.</param>
internal sealed record ClusterSearch(
    string Text,
    ImmutableArray<ServerView> Servers,
    ImmutableArray<GatewayId> Gateways,
    ImmutableArray<HotKeyView> HotKeys,
    ImmutableArray<ClusterEvent> Events)
{
    /// <summary>The name of the parameter in the address.</summary>
    public const string TextName = "q";

    /// <summary>The longest text to look for.</summary>
    public const int LongestText = 200;

    /// <summary>The number of all.</summary>
    public int Count => Servers.Length + Gateways.Length + HotKeys.Length + Events.Length;

    /// <summary>Searches a snapshot, without regard to case. O(n) in what it has; an empty text is in nothing.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="servers">Its servers in natural order.</param>
    /// <param name="text">The text; white space around it and what exceeds <see cref="LongestText"/> are ignored.</param>
    /// <param name="eventsWith">Returns whether an event has a text in it.</param>
    public static ClusterSearch Of(
        DashboardSnapshot snapshot, ImmutableArray<ServerView> servers, string? text, Func<ClusterEvent, string, bool> eventsWith)
    {
        var part = (text ?? "").Trim();
        part = part.Length > LongestText ? part[..LongestText] : part;
        return part.Length == 0
            ? new("", [], [], [], [])
            : new(
                part,
                [.. servers.Where(server => Has(server.Server.Id.Value) || Has(server.Server.Url))],
                [
                    .. snapshot.Gateways.Select(gateway => gateway.Status)
                        .Where(status => Has(status.Name.Value) || Has(status.Facts?.Build) || status.Facts?.Urls.Any(Has) == true)
                        .Select(status => status.Name)
                        .Concat(snapshot.LostGateways.Select(lost => lost.Name).Where(name => Has(name.Value)))
                        .Distinct()
                        .OrderBy(name => name.Value, NaturalOrder.Instance),
                ],
                [.. snapshot.HotKeys.Where(row => Has(row.Key.Key))],
                [.. snapshot.Events.Where(one => eventsWith(one, part))]);

        bool Has(string? whole) => whole?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
    }
}
