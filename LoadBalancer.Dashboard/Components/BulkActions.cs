using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Components.Dialogs;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// The actions of a viewer on several servers: each is one change of the membership, made as a whole or not at all, after a confirmation that
/// shows its effect.
/// </summary>
internal sealed class BulkActions(ServerActions actions, ClusterControl control, DialogState dialogs)
{
    /// <returns>Whether the servers are draining now.</returns>
    public Task<bool> DrainAsync(DashboardSnapshot snapshot, ImmutableArray<ServerView> servers) => DoAsync(
        snapshot,
        servers,
        PlacementEdits.None with { Drain = IdsOf(servers) },
        "Drain",
        "No new requests; in-flight requests finish. Their keys move to fallback servers; others stay put.",
        $"Draining {CountOf(servers)}");

    /// <returns>Whether the servers receive requests now.</returns>
    public Task<bool> ActivateAsync(DashboardSnapshot snapshot, ImmutableArray<ServerView> servers) => DoAsync(
        snapshot,
        servers,
        PlacementEdits.None with { Activate = IdsOf(servers) },
        "Activate",
        "They receive requests again.",
        $"Activated {CountOf(servers)}");

    /// <returns>Whether the servers were removed.</returns>
    public Task<bool> RemoveAsync(DashboardSnapshot snapshot, ImmutableArray<ServerView> servers)
    {
        var returning = servers.Count(server => server.Server.Instance is not null);
        return DoAsync(
            snapshot,
            servers,
            PlacementEdits.None with { Remove = IdsOf(servers) },
            "Remove",
            "They leave the cluster, and their keys move to other servers. In-flight requests finish."
            + (returning == 0 ? "" : $" {Figures.Count(returning)} of them register themselves. {Words.ReturnSeveral}"),
            $"Removed {CountOf(servers)}");
    }

    /// <returns>Whether the servers have the weight that the viewer entered.</returns>
    public async Task<bool> SetWeightAsync(DashboardSnapshot snapshot, ImmutableArray<ServerView> servers)
    {
        var ids = IdsOf(servers);
        Func<int, string> effect = weight => EffectOf(snapshot, EditsOf(ids, weight)) ?? "No keys move.";
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(NumberDialog.Title)] = $"Weight of {CountOf(servers)}",
            [nameof(NumberDialog.Content)] = $"{NameList.Of(ids)}: each gets this weight. Keys move to or from them in proportion.",
            [nameof(NumberDialog.Label)] = "Weight",
            [nameof(NumberDialog.Action)] = "Set weight",
            [nameof(NumberDialog.Value)] = servers[0].Server.Weight,
            [nameof(NumberDialog.Least)] = ServerRules.MinWeight,
            [nameof(NumberDialog.Most)] = ServerRules.MaxWeight,
            [nameof(NumberDialog.Effect)] = effect,
        };
        if (await dialogs.AskAsync<NumberDialog>(parameters) is not int weight)
        {
            return false;
        }

        var result = await actions.DoAsync(
            $"Weight of {CountOf(servers)} set to {weight}",
            request => control.ApplyAsync(EditsOf(ids, weight), request, CancellationToken.None));
        return result.IsDone;
    }

    /// <summary>Returns the effect of edits in a sentence; <see langword="null"/> if no key gets another server.</summary>
    public static string? EffectOf(DashboardSnapshot snapshot, PlacementEdits edits)
    {
        var preview = PlacementPreview.Of(snapshot, edits);
        return preview switch
        {
            { Forecast: null } => preview.Reason,
            { Forecast.Servers: var after } when !after.Any(server => server.ShareAfter > 0) => "No server is left to receive requests.",
            { Forecast.Moved: > 0 and var moved } => $"About {Figures.Percent(moved)} of all keys get another server.",
            _ => null,
        };
    }

    private async Task<bool> DoAsync(
        DashboardSnapshot snapshot,
        ImmutableArray<ServerView> servers,
        PlacementEdits edits,
        string action,
        string text,
        string done)
    {
        var share = servers.Sum(server => server.RequestShare);
        string?[] effects =
        [
            share > 0 ? $"They received {Figures.Percent(share)} of the requests of the last 30 minutes." : null,
            EffectOf(snapshot, edits),
        ];
        var result = await actions.ConfirmAndDoAsync(
            $"{action} {CountOf(servers)}?",
            $"{NameList.Of(IdsOf(servers))}. {text}",
            effects.Any(effect => effect is not null) ? string.Join(' ', effects.OfType<string>()) : null,
            action,
            done,
            request => control.ApplyAsync(edits, request, CancellationToken.None));
        return result?.IsDone == true;
    }

    private static PlacementEdits EditsOf(ImmutableArray<ServerId> servers, int weight) =>
        PlacementEdits.None with { Servers = [.. servers.Select(id => new ServerEdit(id, weight))] };

    private static ImmutableArray<ServerId> IdsOf(ImmutableArray<ServerView> servers) => [.. servers.Select(server => server.Server.Id)];

    private static string CountOf(ImmutableArray<ServerView> servers) =>
        servers is [var only] ? only.Server.Id.Value : $"{Figures.Count(servers.Length)} servers";
}
