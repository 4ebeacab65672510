using System.Collections.Immutable;
using LoadBalancer.Core.Health;

namespace LoadBalancer.Cluster.Verdicts;

/// <summary>
/// What the cluster thinks of each server, and for how long. A verdict becomes news only when it has lasted, and verdicts that
/// change in quick succession become news together: a server that flaps, or many that die, do not flood the events. Not thread-safe.
/// </summary>
internal sealed class VerdictTracker
{
    /// <summary>A server that is unhealthy for so long is told of, together with those that are for <see cref="Together"/>.</summary>
    public static readonly TimeSpan UntilUnhealthy = TimeSpan.FromSeconds(3);

    /// <summary>A server that is healthy again for so long is told of, together with those that are for almost as long.</summary>
    public static readonly TimeSpan UntilHealthy = TimeSpan.FromSeconds(8);

    /// <summary>How long the youngest verdict must have lasted.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan AlmostHealthy = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (Verdict Verdict, DateTimeOffset Since)> _verdicts = new(StringComparer.Ordinal);

    private enum Verdict
    {
        Healthy,
        Unhealthy,

        /// <summary>It is no member, and no gateway says anything of it.</summary>
        Gone,
    }

    /// <summary>Takes what all gateways say. A server is unhealthy exactly when most gateways find it so: when more vote against it than for it.</summary>
    /// <param name="all">Their votes, by name of the server's process.</param>
    /// <param name="members">The names of the members' processes.</param>
    /// <param name="now">The time.</param>
    public void Take(IReadOnlyDictionary<string, Votes> all, IEnumerable<string> members, DateTimeOffset now)
    {
        var present = members.Concat(all.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in present)
        {
            Set(name, all.GetValueOrDefault(name) is var votes && votes.Down > votes.Up ? Verdict.Unhealthy : Verdict.Healthy, now);
        }

        foreach (var name in _verdicts.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            Set(name, Verdict.Gone, now);
        }
    }

    /// <summary>What should be published after what has been.</summary>
    /// <returns><see langword="null"/> where it stays as it is, or it is too early to say.</returns>
    public VerdictNews? Next(ImmutableHashSet<string> published, DateTimeOffset now)
    {
        foreach (var unknown in published.Where(name => !_verdicts.ContainsKey(name)))
        {
            Set(unknown, Verdict.Gone, now);
        }

        var worse = Lasting(_verdicts.Keys.Where(name => !published.Contains(name)), Verdict.Unhealthy, UntilUnhealthy, Together, now);
        var better = Lasting(published, Verdict.Healthy, UntilHealthy, AlmostHealthy, now);
        var gone = Lasting(published, Verdict.Gone, UntilHealthy, UntilHealthy, now);
        Forget(published, now);
        return worse.IsEmpty && better.IsEmpty && gone.IsEmpty
            ? null
            : new(published.Except(better).Except(gone).Union(worse), worse, SinceOf(worse, now), better, SinceOf(better, now));
    }

    private void Set(string name, Verdict verdict, DateTimeOffset now)
    {
        if (!_verdicts.TryGetValue(name, out var last) || last.Verdict != verdict)
        {
            _verdicts[name] = (verdict, now);
        }
    }

    private ImmutableArray<string> Lasting(IEnumerable<string> names, Verdict verdict, TimeSpan first, TimeSpan rest, DateTimeOffset now)
    {
        var held = names.Where(name => _verdicts[name] is var (found, since) && found == verdict && now - since >= rest).Order(StringComparer.Ordinal).ToImmutableArray();
        return held.Any(name => now - _verdicts[name].Since >= first) ? held : [];
    }

    private DateTimeOffset SinceOf(ImmutableArray<string> names, DateTimeOffset now) => names.IsEmpty ? now : names.Min(name => _verdicts[name].Since);

    /// <summary>Who is gone and not published is of no interest any more.</summary>
    private void Forget(ImmutableHashSet<string> published, DateTimeOffset now)
    {
        foreach (var name in _verdicts.Where(entry => entry.Value.Verdict == Verdict.Gone && !published.Contains(entry.Key) && entry.Value.Since < now).Select(entry => entry.Key).ToArray())
        {
            _verdicts.Remove(name);
        }
    }
}
