using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.State;

/// <summary>A server that is no longer a member.</summary>
/// <param name="Id">The server.</param>
/// <param name="At">Since when it is none.</param>
/// <param name="IsLost">Whether its lease expired; otherwise it left, or was removed.</param>
/// <param name="By">Who caused or noticed it.</param>
internal sealed record DepartedServer(ServerId Id, DateTimeOffset At, bool IsLost, string By)
{
    /// <summary>How long a lost server is an alarm, unless it returns.</summary>
    public static readonly TimeSpan AlarmTime = TimeSpan.FromMinutes(10);

    /// <summary>Returns the servers that have left according to events, and have not returned.</summary>
    /// <param name="events">The events, the latest first.</param>
    /// <param name="membership">The members.</param>
    public static ImmutableDictionary<ServerId, DepartedServer> Among(
        IEnumerable<ClusterEvent> events, MembershipSnapshot membership)
    {
        var departed = ImmutableDictionary.CreateBuilder<ServerId, DepartedServer>();
        foreach (var one in events.Where(one => one.Kind is ClusterEventKind.Left or ClusterEventKind.Expired))
        {
            if (one.Server is { } id && !departed.ContainsKey(id) && membership.Find(id) is null)
            {
                departed.Add(id, new(id, one.At, one.Kind == ClusterEventKind.Expired, one.By));
            }
        }

        return departed.ToImmutable();
    }
}
