using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The note beside a server that is no longer a member. Immutable.</summary>
/// <param name="Text">The note.</param>
/// <param name="IsLost">Whether its lease expired.</param>
internal sealed record DepartureText(string Text, bool IsLost)
{
    /// <summary>Returns the note; <see langword="null"/> for a member.</summary>
    public static DepartureText? Of(DashboardSnapshot snapshot, ServerId server, ViewerClock clock) =>
        snapshot.Cluster.Membership.Find(server) is not null ? null
        : snapshot.Departed.TryGetValue(server, out var departed)
            ? new($"{(departed.IsLost ? "lost" : "left")} at {clock.TimeOn(departed.At, snapshot.At)}", departed.IsLost)
        : new("no longer a member", IsLost: false);
}
