using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Events;

/// <summary>Converts changes of the membership to events. A pure function, thread-safe.</summary>
internal static class MembershipEvents
{
    private const string OfTheGateways = "the gateways' setting";

    /// <summary>
    /// Returns the events of a change, with servers in order of id. A record that is renewed without a change yields no event.
    /// </summary>
    public static ImmutableArray<ClusterEvent> Of(
        MembershipSnapshot before, MembershipSnapshot after, MembershipChange change, DateTimeOffset at)
    {
        var by = AuthorOf(change);
        if (change is MembershipChange.PutBack { Lost: var lost })
        {
            // One event for all servers: those of a large cluster would push everything else out of the log.
            var restored = new ClusterEvent(
                at,
                ClusterEventKind.PutBack,
                Server: null,
                by,
                Invariant($"{lost.Servers.Length} servers from version {lost.Version}, now version {after.Version}"));
            return IsFirstOf(before, lost)
                ? [new(at, ClusterEventKind.DataLost, Server: null, by, FoundIn(before)), restored]
                : [restored];
        }

        var events = MembershipDifference.Between(before, after).SelectMany(difference => Of(difference, change, by, at));
        if (before.Algorithm != after.Algorithm)
        {
            events = events.Append(new(at, ClusterEventKind.AlgorithmChanged, Server: null, by, $"{NameOf(before)} → {NameOf(after)}"));
        }

        // Processes make changes without an author.
        return [.. events.Select(happened => happened with { IsByPerson = change.By is not null })];
    }

    /// <summary>
    /// Whether this is the first process to find that the store has lost its data. A store that only lags, such as a replica that has
    /// taken over, has the same history.
    /// </summary>
    private static bool IsFirstOf(MembershipSnapshot found, MembershipSnapshot lost) =>
        found.Epoch != lost.Epoch && found.Continues.All(origin => origin.Epoch != lost.Epoch);

    private static string FoundIn(MembershipSnapshot found) => found.Epoch.IsNone
        ? "it was empty"
        : Invariant($"it had another history: version {found.Version} with {found.Servers.Length} servers");

    private static IEnumerable<ClusterEvent> Of(ServerDifference difference, MembershipChange change, string by, DateTimeOffset at)
    {
        ClusterEvent Event(ClusterEventKind kind, string detail = "") => new(at, kind, difference.Id, by, detail);

        var (before, after) = difference;
        if (after is null)
        {
            yield return Event(change is MembershipChange.Expire ? ClusterEventKind.Expired : ClusterEventKind.Left, before!.Url);
            yield break;
        }

        if (before is null || !IsSameProcess(before, after))
        {
            yield return Event(ClusterEventKind.Joined, Invariant($"{after.Url}, weight {after.Weight}{Replaced(before, after)}"));
            yield break;
        }

        if (before.State != after.State)
        {
            yield return Event(after.State == ServerState.Draining ? ClusterEventKind.Draining : ClusterEventKind.Activated);
        }

        if (before.Weight != after.Weight)
        {
            yield return Event(ClusterEventKind.Weighted, Invariant($"{before.Weight} → {after.Weight}"));
        }

        if (!string.Equals(before.HealthCheck, after.HealthCheck, StringComparison.Ordinal))
        {
            yield return Event(
                ClusterEventKind.HealthCheckChanged, $"{before.HealthCheck ?? OfTheGateways} → {after.HealthCheck ?? OfTheGateways}");
        }
    }

    /// <summary>
    /// Describes what a server replaces: a process that crashed has no event of its own if the next one registers in time.
    /// </summary>
    private static string Replaced(Server? before, Server after) => before switch
    {
        null => "",
        { Instance: not null } when after.Instance is not null => "; replaces a process that ended without leaving",
        _ => $"; replaces {before.Url}",
    };

    private static string AuthorOf(MembershipChange change) => change switch
    {
        { By: { } by } => by,
        MembershipChange.Join { Instance: not null, Id: var id } => id.Value,
        MembershipChange.Leave { Instance: not null, Id: var id } => id.Value,
        MembershipChange.SetState { Instance: not null, Id: var id } => id.Value,
        MembershipChange.Expire => "lease sweep",
        MembershipChange.PutBack => "gateway",
        _ => "operator",
    };

    private static bool IsSameProcess(Server before, Server after) =>
        string.Equals(before.Instance, after.Instance, StringComparison.Ordinal)
        && string.Equals(before.Url, after.Url, StringComparison.Ordinal);

    private static string NameOf(MembershipSnapshot membership) => membership.Algorithm?.ToString() ?? OfTheGateways;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
