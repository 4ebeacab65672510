using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Cluster.Failover;

/// <summary>
/// The placement of one request and the servers that have failed it, on one snapshot. May be reused for one request after the other.
/// </summary>
internal sealed class Attempts
{
    private ServingSnapshot _serving = ServingSnapshot.None;
    private int[] _failed = [];

    /// <summary>The hash of the request's key.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The server that the request was last sent to, and the reason for its selection.</summary>
    public SelectedServer Current { get; private set; } = SelectedServer.None;

    /// <summary>The record of <see cref="Current"/>.</summary>
    public Server Server => Membership.Servers[Current.Server];

    /// <summary>The server of the last attempt; <see langword="null"/> if there was none.</summary>
    public Server? Last => Current.Server >= 0 ? Server : _failed is [.., var last] ? Membership.Servers[last] : null;

    /// <summary>The membership at the beginning of the request.</summary>
    public MembershipSnapshot Membership => _serving.Cluster.Membership;

    /// <summary>The failure of the last attempt that failed; none if no attempt has failed.</summary>
    public Failure Failure { get; private set; }

    /// <summary>
    /// The server of the last attempt that failed; <see langword="null"/> if no attempt has failed, or if the server is not to blame.
    /// </summary>
    public Server? FailedServer { get; private set; }

    /// <summary>Whether the last attempt failed, so that <see cref="Failure"/> is also the failure of the request.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>
    /// The attempts with their times; <see langword="null"/>, or without any, unless <see cref="Follow"/> was called for this request.
    /// </summary>
    public AttemptTrail? Trail { get; private set; }

    /// <summary>The placement algorithm.</summary>
    public PlacementAlgorithm Algorithm => _serving.Cluster.Placement.Algorithm;

    /// <summary>The number of servers that the request was sent to.</summary>
    public int Count => Current.Server < 0 ? _failed.Length : _failed.Length + 1;

    /// <summary>
    /// Whether there is a server that was not attempted. Bounded load never excludes all servers, so it is not considered here.
    /// </summary>
    public bool HasNext => Current.Server < 0 || _serving.Cluster.Select(Hash, [.. _failed, Current.Server]).Server >= 0;

    /// <summary>Begins a request, without an attempt.</summary>
    public void Begin(ServingSnapshot serving, ulong hash)
    {
        _serving = serving;
        Hash = hash;
        _failed = [];
        Current = SelectedServer.None;
        Failure = default;
        FailedServer = null;
        HasFailed = false;
        Trail?.Clear();
    }

    /// <summary>Keeps the times of an attempt that begins. Allocates on the first call only.</summary>
    /// <param name="server">The server.</param>
    /// <param name="now">The present timestamp.</param>
    public void Follow(Server server, long now) => (Trail ??= new()).Begin(server, now);

    /// <summary>Ends the current attempt.</summary>
    /// <param name="failure">Its failure; none if the server has responded, or if the client is the cause.</param>
    /// <param name="isServers">Whether the failure is the server's, and not due to the end of its or the gateway's time to drain.</param>
    public void End(Failure failure, bool isServers = true)
    {
        HasFailed = !failure.IsNone;
        if (HasFailed)
        {
            Failure = failure;
            FailedServer = isServers ? Server : null;
        }
    }

    /// <summary>Returns the record of a selected server.</summary>
    public Server ServerOf(SelectedServer selected) => Membership.Servers[selected.Server];

    /// <summary>Returns the most preferred server that was not attempted, without moving to it. Thread-safe within an attempt.</summary>
    public SelectedServer SelectNext() => _serving.Cluster.Select(Hash, [.. _failed, Current.Server], _serving.Bound);

    /// <summary>Moves to a server that <see cref="SelectNext"/> has returned.</summary>
    public void MoveTo(SelectedServer next)
    {
        _failed = [.. _failed, Current.Server];
        Current = next;
    }

    /// <summary>Records that the request was also sent to a server that <see cref="SelectNext"/> has returned, in vain.</summary>
    public void Exclude(SelectedServer next) => _failed = [.. _failed, next.Server];

    /// <summary>Moves to the most preferred server that was not attempted.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    public bool MoveNext()
    {
        if (Current.Server >= 0)
        {
            _failed = [.. _failed, Current.Server];
        }

        Current = _serving.Cluster.Select(Hash, _failed, _serving.Bound);
        return Current.Server >= 0;
    }
}
