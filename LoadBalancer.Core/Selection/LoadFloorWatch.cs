using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// Detects a floor of <see cref="LoadBound"/> that is too high for the traffic: the load is uneven for a whole period, but no server has
/// ever reached the floor, so the bound has never applied. It compares averages over the period, since single samples vary by chance, and
/// ignores low load, which is uneven by chance and harmless. It finds something at most once. Time is passed in. Not thread-safe.
/// </summary>
/// <param name="factor">The factor of the bound, at least 1.</param>
/// <param name="floor">The floor of the bound, in requests in flight on one server.</param>
public sealed class LoadFloorWatch(double factor, int floor)
{
    /// <summary>The length of a period, one minute.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>The least share of a server, in requests in flight, at which uneven load matters.</summary>
    public const int LeastShare = 8;

    private readonly Dictionary<ServerId, (double InFlight, double Share)> _sums = [];
    private TimeSpan? _began;
    private int _samples;

    /// <summary>Whether the watch has ended: it has found something, or a server has reached the floor, so the bound applies.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes a sample of the load. O(servers).</summary>
    /// <param name="snapshot">The servers; only those that take new requests count.</param>
    /// <param name="load">Their load.</param>
    /// <param name="now">The time, on any monotonic clock.</param>
    /// <returns>The finding at the end of a period with uneven load; otherwise <see langword="null"/>.</returns>
    public UnboundedLoad? Observe(ClusterSnapshot snapshot, ClusterLoad load, TimeSpan now)
    {
        if (IsOver)
        {
            return null;
        }

        Add(snapshot, load);
        _began ??= now;
        if (IsOver || now - _began < Period)
        {
            return null;
        }

        var found = Find();
        IsOver = found is not null;
        _sums.Clear();
        (_began, _samples) = (now, 0);
        return found;
    }

    private void Add(ClusterSnapshot snapshot, ClusterLoad load)
    {
        var members = snapshot.Placement.Members;
        var usable = Enumerable.Range(0, members.Length).Where(snapshot.IsUsable).ToArray();
        var weight = usable.Sum(server => (long)members[server].Weight);
        var loads = usable.Select(server => load.Of(snapshot.Membership.Servers[server].Id).InFlight).ToArray();
        var total = loads.Sum(inFlight => (long)inFlight);
        IsOver = loads.Any(inFlight => inFlight >= floor);
        for (var i = 0; i < usable.Length; i++)
        {
            var id = snapshot.Membership.Servers[usable[i]].Id;
            var sum = _sums.GetValueOrDefault(id);
            _sums[id] = (sum.InFlight + loads[i], sum.Share + ((double)total * members[usable[i]].Weight / weight));
        }

        _samples++;
    }

    private UnboundedLoad? Find()
    {
        var uneven = _sums
            .Select(sum => new UnboundedLoad(sum.Key, sum.Value.InFlight / _samples, sum.Value.Share / _samples))
            .Where(load => load.Share >= LeastShare && load.InFlight > load.Share * factor)
            .OrderByDescending(load => load.InFlight / load.Share)
            .ThenBy(load => load.Server.Value, StringComparer.Ordinal)
            .ToArray();
        return uneven.Length == 0 ? null : uneven[0];
    }
}
