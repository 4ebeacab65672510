using LoadBalancer.Cluster.Replicas;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.Components.Dialogs;
using LoadBalancer.Dashboard.Components.Messages;
using LoadBalancer.Dashboard.Control;
using LoadBalancer.Dashboard.Preview;
using LoadBalancer.Dashboard.Security;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Presentation;
using Microsoft.AspNetCore.Components.Authorization;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// The actions of a viewer on servers and gateways. Actions that remove traffic require confirmation, and each action shows a message with
/// its result.
/// </summary>
internal sealed class ServerActions(
    ClusterControl control, ClusterView view, DialogState dialogs, MessageState messages, AuthenticationStateProvider authentication)
{
    /// <summary>Opens a dialog for a server, and adds it or replaces an existing one.</summary>
    public Task AskForServerAsync() => dialogs.AskAsync<AddServerDialog>([]);

    /// <summary>Adds a server; an existing one with the id is left unchanged, without a message.</summary>
    /// <param name="server">The server.</param>
    /// <param name="dialog">The dialog that requested it, which shows a failure itself while it is open.</param>
    public Task<ControlResult> AddAsync(NewServer server, DialogRequest dialog) => DoAsync(
        _ => $"{server.Id} was added",
        request => control.AddAsync(server, request, CancellationToken.None),
        dialog);

    /// <summary>Replaces the server with the same id, unless it has changed since it was seen.</summary>
    /// <param name="server">The server.</param>
    /// <param name="seen">The server to replace, as it was seen.</param>
    /// <param name="dialog">The dialog that requested it, which shows a failure itself while it is open.</param>
    public Task<ControlResult> ReplaceAsync(NewServer server, Server seen, DialogRequest dialog) => DoAsync(
        result => $"{server.Id} was {(result.IsNew ? "added" : "replaced")}",
        request => control.ReplaceAsync(server, seen, request, CancellationToken.None),
        dialog);

    public async Task DrainAsync(ServerView server)
    {
        var id = server.Server.Id;
        var text = "No new requests; in-flight requests finish. Its keys move to fallback servers; others stay put.";
        if (await ConfirmAsync($"Drain {id}?", text, Effect(server), "Drain"))
        {
            await DoAsync($"Draining {id}", request => control.DrainAsync(id, request, CancellationToken.None));
        }
    }

    public Task ActivateAsync(ServerId id) =>
        DoAsync($"{id} receives requests again", request => control.ActivateAsync(id, request, CancellationToken.None));

    public async Task RemoveAsync(ServerView server)
    {
        var id = server.Server.Id;
        var text = server.Server.Instance is null
            ? "It leaves the cluster. In-flight requests finish, and its keys move to other servers."
            : $"It leaves the cluster, and its keys move to other servers. {Words.Returns}";
        if (await ConfirmAsync($"Remove {id}?", text, Effect(server), "Remove"))
        {
            var edits = PlacementEdits.None with { Remove = [id] };
            await DoAsync($"{id} was removed", request => control.ApplyAsync(edits, request, CancellationToken.None));
        }
    }

    public async Task SetWeightAsync(ServerView server, int otherWeights)
    {
        var id = server.Server.Id;
        Func<int, string> effect = weight => $"It would own about {Figures.Percent((double)weight / (otherWeights + weight))} of the keys.";
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(NumberDialog.Title)] = $"Weight of {id}",
            [nameof(NumberDialog.Content)] = "Keys move to or from it in proportion; none move between other servers.",
            [nameof(NumberDialog.Label)] = "Weight",
            [nameof(NumberDialog.Action)] = "Set weight",
            [nameof(NumberDialog.Value)] = server.Server.Weight,
            [nameof(NumberDialog.Least)] = ServerRules.MinWeight,
            [nameof(NumberDialog.Most)] = ServerRules.MaxWeight,
            [nameof(NumberDialog.Effect)] = effect,
        };
        if (await dialogs.AskAsync<NumberDialog>(parameters) is int weight)
        {
            await DoAsync(
                $"Weight of {id} set to {weight}", request => control.SetWeightAsync(id, weight, request, CancellationToken.None));
        }
    }

    public async Task ForgetGatewayAsync(GatewayId name)
    {
        if (await ConfirmAsync(
            $"Forget {name}?",
            "It is removed from the list and from the alarms. If it reports again, it reappears.",
            effect: null,
            "Forget"))
        {
            await DoAsync($"{name} was forgotten", request => control.ForgetGatewayAsync(name, request.By, CancellationToken.None));
        }
    }

    /// <param name="present">The current wanted number.</param>
    /// <param name="most">The largest number that the orchestrator can keep running.</param>
    public async Task SetReplicasAsync(int present, int most)
    {
        Func<int, string> effect = count => count < present
            ? $"{present - count} will be drained and stopped."
            : count > present
            ? $"{count - present} will be started."
            : "No change.";
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(NumberDialog.Title)] = "Target server count",
            [nameof(NumberDialog.Content)] =
                $"The AppHost starts servers, or drains and stops them, until this many are running. {Words.ReplicaLimit(most)}".TrimEnd(),
            [nameof(NumberDialog.Label)] = "Servers",
            [nameof(NumberDialog.Action)] = "Set target",
            [nameof(NumberDialog.Value)] = present,
            [nameof(NumberDialog.Least)] = IReplicaStore.Fewest,
            [nameof(NumberDialog.Most)] = most,
            [nameof(NumberDialog.Effect)] = effect,
        };
        if (await dialogs.AskAsync<NumberDialog>(parameters) is int count)
        {
            await DoAsync(
                $"Target set to {count}", request => control.SetReplicasAsync(count, request.By, CancellationToken.None));
        }
    }

    /// <summary>
    /// Asks for confirmation, performs the action, shows a message, and returns the result; <see langword="null"/> if the viewer canceled.
    /// </summary>
    public async Task<ControlResult?> ConfirmAndDoAsync(
        string title, string text, string? effect, string action, string done, Func<ControlRequest, Task<ControlResult>> operation) =>
        await ConfirmAsync(title, text, effect, action) ? await DoAsync(done, operation) : null;

    /// <summary>Returns the reason why the action failed.</summary>
    public static string ReasonOf(ControlResult result) => result.Reason ?? "The change failed.";

    /// <summary>Performs the action, shows a message, and returns the result.</summary>
    public Task<ControlResult> DoAsync(string done, Func<ControlRequest, Task<ControlResult>> operation) => DoAsync(_ => done, operation);

    /// <summary>
    /// Shows a message with the result, except for results that the caller handles (a membership that has changed, an id that is taken) and
    /// failures that an open dialog shows.
    /// </summary>
    private async Task<ControlResult> DoAsync(
        Func<ControlResult, string> done, Func<ControlRequest, Task<ControlResult>> operation, DialogRequest? dialog = null)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var settings = view.Current?.AlgorithmOfSettings;
        var result = await operation(new(Author.Of(user)));
        var isShown = !result.IsDone && dialog is { IsOpen: true };
        if (!isShown && result.Outcome is not (ControlOutcome.Stale or ControlOutcome.Exists))
        {
            var text = result.Outcome switch
            {
                ControlOutcome.Applied => $"{done(result)}.",
                ControlOutcome.Unchanged => "No change.",
                _ => ReasonOf(result),
            };
            messages.Add(text, isError: !result.IsDone, UndoOf(result, settings));
        }

        return result;
    }

    /// <summary>Offers to take a change back, unless the membership changes again before.</summary>
    private MessageAction? UndoOf(ControlResult result, PlacementAlgorithm? settings) =>
        result is { Before: { } before, Membership: { } membership } && Reversal.Of(before, membership, settings) is { } undo
        ? new("Undo", async () =>
        {
            var undone = await DoAsync(
                "Undone",
                request => control.ApplyAsync(undo, request with { If = Preconditions.Unchanged(membership.At) }, CancellationToken.None));
            if (undone.Outcome == ControlOutcome.Stale)
            {
                messages.Add("Nothing was undone: the membership has changed since.", isError: true);
            }
        })
        : null;

    private static string? Effect(ServerView server) =>
        server.RequestShare > 0 ? $"It currently receives {Figures.Percent(server.RequestShare)} of the requests." : null;

    private async Task<bool> ConfirmAsync(string title, string text, string? effect, string action)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmDialog.Title)] = title,
            [nameof(ConfirmDialog.Content)] = text,
            [nameof(ConfirmDialog.Effect)] = effect,
            [nameof(ConfirmDialog.Action)] = action,
            [nameof(ConfirmDialog.IsDanger)] = action is not ("Apply" or "Activate"),
        };
        return await dialogs.AskAsync<ConfirmDialog>(parameters) is true;
    }
}
