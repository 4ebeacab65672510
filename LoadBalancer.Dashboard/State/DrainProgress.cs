using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State;

/// <summary>How far the drain of a server is.</summary>
/// <param name="IsDrained">Whether the server can be stopped without losing a request.</param>
/// <param name="Text">What is still missing, or that nothing is.</param>
internal sealed record DrainProgress(bool IsDrained, string Text)
{
    /// <summary>
    /// How long no gateway may have had a request in flight: reports are up to a second old, and count for five if the next ones are late.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Returns the progress of a server, or <see langword="null"/> if it is not draining.</summary>
    public static DrainProgress? Of(DashboardSnapshot snapshot, ServerView server)
    {
        if (server.Server.State != ServerState.Draining)
        {
            return null;
        }

        var late = snapshot.Gateways.Count(gateway => !IdleTracker.HasApplied(gateway.Status, snapshot.Cluster.Membership));
        return snapshot switch
        {
            { Store.IsConnected: false } => Missing("Redis is unreachable, so the requests in flight are unknown."),
            { LostGateways: { IsEmpty: false } lost } =>
                Missing($"{NameList.Of(lost.Select(gateway => gateway.Name))} stopped reporting and may still send requests."),
            { Gateways.IsEmpty: true } => Missing("No gateway is reporting, so the requests in flight are unknown."),
            _ when server.InFlight > 0 =>
                Missing(server.InFlight == 1 ? "1 request is in flight." : $"{Figures.Count(server.InFlight)} requests are in flight."),
            _ when server.IdleSince is { } since && snapshot.At - since >= Settling =>
                new(IsDrained: true, "No request is in flight on any gateway."),
            _ when late > 0 =>
                Missing($"{late} of {snapshot.Gateways.Length} gateways {(late == 1 ? "has" : "have")} not applied the latest change yet."),
            _ => Missing("No request is in flight; waiting for the gateways’ next reports."),
        };
    }

    private static DrainProgress Missing(string text) => new(IsDrained: false, text);
}
