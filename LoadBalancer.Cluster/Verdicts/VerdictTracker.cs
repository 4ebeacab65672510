using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>
/// The cluster's verdict on each server, and for how long it has been held. A verdict is published only when it has lasted, and verdicts
/// that change in quick succession are published together: a server that flaps, or many that fail, do not flood the events. Not
/// thread-safe.
/// </summary>
internal sealed class VerdictTracker
{
    /// <summary>
    /// A server that has been unhealthy for this long is published, together with those that have been unhealthy for
    /// <see cref="Together"/>.
    /// </summary>
    public static readonly TimeSpan UntilUnhealthy = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A server that has been healthy again for this long is published, together with those that have been healthy for almost as long.
    /// </summary>
    public static readonly TimeSpan UntilHealthy = TimeSpan.FromSeconds(8);

    /// <summary>How long the youngest verdict must have lasted.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan AlmostHealthy = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ServerProcess, Entry> _verdicts = [];
    private (IReadOnlyList<ServerProcess>? Names, Entry[] Verdicts) _members = (null, []);
    private IReadOnlyDictionary<ServerProcess, Votes> _all = ImmutableDictionary<ServerProcess, Votes>.Empty;
    private long _turn;

    private enum Verdict
    {
        Healthy,
        Unhealthy,

        /// <summary>The server is not a member, and no gateway votes on it.</summary>
        Gone,
    }

    /// <summary>
    /// Applies the votes of all gateways. A server is unhealthy if and only if more gateways vote against it than for it.
    /// </summary>
    /// <param name="all">The votes, by name of the server's process.</param>
    /// <param name="members">The names of the members' processes. Passing the same list while they are unchanged is cheaper.</param>
    /// <param name="now">The time.</param>
    public void Take(IReadOnlyDictionary<ServerProcess, Votes> all, IReadOnlyList<ServerProcess> members, DateTimeOffset now)
    {
        _turn++;
        _all = all;
        foreach (var (name, _) in all.Where(entry => entry.Value.Down > entry.Value.Up))
        {
            Set(EntryOf(name), Verdict.Unhealthy, now);
        }

        if (!ReferenceEquals(members, _members.Names))
        {
            _members = (members, [.. members.Select(EntryOf)]);
        }

        foreach (var entry in _members.Verdicts.Where(entry => entry.Turn != _turn))
        {
            Set(entry, Verdict.Healthy, now);
        }

        foreach (var (name, entry) in _verdicts.Where(pair => pair.Value.Turn != _turn))
        {
            Set(entry, OfNoMember(name), now);
        }
    }

    /// <summary>Determines what to publish, given what is published.</summary>
    /// <returns><see langword="null"/> if nothing changes, or if it is too early.</returns>
    public VerdictNews? Next(ImmutableHashSet<ServerProcess> published, DateTimeOffset now)
    {
        foreach (var unknown in published.Where(name => !_verdicts.ContainsKey(name)))
        {
            Set(EntryOf(unknown), OfNoMember(unknown), now);
        }

        var worse = Lasting(_verdicts.Keys.Where(name => !published.Contains(name)), Verdict.Unhealthy, UntilUnhealthy, Together, now);
        var better = Lasting(published, Verdict.Healthy, UntilHealthy, AlmostHealthy, now);
        var gone = Lasting(published, Verdict.Gone, UntilHealthy, UntilHealthy, now);
        Forget(published, now);
        return worse.IsEmpty && better.IsEmpty && gone.IsEmpty
            ? null
            : new(published.Except(better).Except(gone).Union(worse), worse, SinceOf(worse, now), better, SinceOf(better, now));
    }

    /// <summary>The verdict on a server that is not a member; gateways may still vote on one that has left.</summary>
    private Verdict OfNoMember(ServerProcess name) => _all.ContainsKey(name) ? Verdict.Healthy : Verdict.Gone;

    private Entry EntryOf(ServerProcess name)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_verdicts, name, out _);
        return entry ??= new();
    }

    private void Set(Entry entry, Verdict verdict, DateTimeOffset now)
    {
        entry.Turn = _turn;
        if (entry.Verdict != verdict)
        {
            entry.Verdict = verdict;
            entry.Since = now;
        }
    }

    private ImmutableArray<ServerProcess> Lasting(
        IEnumerable<ServerProcess> names, Verdict verdict, TimeSpan first, TimeSpan rest, DateTimeOffset now)
    {
        var held = names.Where(name => _verdicts[name] is var entry && entry.Verdict == verdict && now - entry.Since >= rest)
            .OrderBy(name => name.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        return held.Any(name => now - _verdicts[name].Since >= first) ? held : [];
    }

    private DateTimeOffset SinceOf(ImmutableArray<ServerProcess> names, DateTimeOffset now) =>
        names.IsEmpty ? now : names.Min(name => _verdicts[name].Since);

    /// <summary>Removes servers that are gone and not published.</summary>
    private void Forget(ImmutableHashSet<ServerProcess> published, DateTimeOffset now)
    {
        foreach (var name in _verdicts.Where(entry => entry.Value.Verdict == Verdict.Gone
            && !published.Contains(entry.Key)
            && entry.Value.Since < now).Select(entry => entry.Key).ToArray())
        {
            _verdicts.Remove(name);
        }
    }

    /// <summary>The verdict on one process.</summary>
    private sealed class Entry
    {
        /// <summary>The verdict; <see langword="null"/> if there is none yet.</summary>
        public Verdict? Verdict { get; set; }

        public DateTimeOffset Since { get; set; }

        /// <summary>The number of the last call of <see cref="Take"/> that set the verdict.</summary>
        public long Turn { get; set; }
    }
}
