using System.Collections.Immutable;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Draining;

/// <summary>
/// The processes of servers that take no new requests: they drain, were removed, or were replaced by another process. A process that
/// becomes active again no longer leaves. Thread-safe; a look-up takes no lock.
/// </summary>
internal sealed class LeavingServers
{
    /// <summary>
    /// How long after the end of its time a process is remembered, for a request that was placed on it just before it began to leave.
    /// </summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _timeProvider;
    private MembershipSnapshot _membership;
    private ImmutableHashSet<ServerProcess> _active;
    private ImmutableDictionary<ServerProcess, long> _since = ImmutableDictionary<ServerProcess, long>.Empty;

    public LeavingServers(ClusterState state, IOptions<DrainOptions> options, TimeProvider timeProvider)
    {
        Timeout = options.Value.ServerDrainTimeout;
        _timeProvider = timeProvider;
        _membership = state.Cluster.Membership;
        _active = ActiveIn(_membership);
        if (IsLimited)
        {
            state.Published += (serving, _) => Follow(serving.Cluster.Membership);
        }
    }

    /// <summary>Whether the time of requests and tunnels at such servers is limited.</summary>
    public bool IsLimited => Timeout > TimeSpan.Zero;

    /// <summary>That limit, if there is one.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The processes, with the timestamps since which they take no new requests.</summary>
    public IEnumerable<KeyValuePair<ServerProcess, long>> All => Volatile.Read(ref _since);

    /// <summary>Whether requests at a server must end, because it has been leaving for too long. O(1).</summary>
    public bool IsOver(Server? server) =>
        server is not null
            && Volatile.Read(ref _since) is { IsEmpty: false } since
            && since.TryGetValue(ServerProcess.Of(server), out var left)
            && _timeProvider.GetElapsedTime(left) > Timeout;

    /// <summary>Called for one snapshot after the other, most of which have the same membership.</summary>
    private void Follow(MembershipSnapshot membership)
    {
        if (ReferenceEquals(_membership, membership))
        {
            return;
        }

        _membership = membership;
        var (now, active) = (_timeProvider.GetTimestamp(), ActiveIn(membership));
        var since = _since.RemoveRange(_since
            .Where(entry => active.Contains(entry.Key) || _timeProvider.GetElapsedTime(entry.Value, now) > Timeout + Afterwards)
            .Select(entry => entry.Key));
        Volatile.Write(ref _since, since.AddRange(_active.Except(active).Select(left => KeyValuePair.Create(left, now))));
        _active = active;
    }

    private static ImmutableHashSet<ServerProcess> ActiveIn(MembershipSnapshot membership) =>
        [.. membership.Servers.Where(server => server.State == ServerState.Active).Select(ServerProcess.Of)];
}
