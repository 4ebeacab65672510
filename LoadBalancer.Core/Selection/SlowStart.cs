using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// How a server that joins a serving cluster grows into its share: from a tenth of its weight to all of it in nine
/// equal steps over the window, counted from the time that the membership has for its joining. Every gateway computes
/// the same steps from the same membership; weights only rise, so keys only move towards the server.
/// </summary>
/// <remarks>
/// A server is a newcomer if another one had been a member for a whole window when it joined. So a cluster that starts
/// as a whole starts at full weight, and so does the only server there is.
/// </remarks>
public sealed class SlowStart
{
    /// <summary>The number of steps after the first tenth.</summary>
    public const int Steps = 9;

    private readonly TimeSpan _window;

    /// <summary>Makes the rule.</summary>
    /// <param name="window">How long a server takes to reach its full weight; zero switches slow start off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is negative.</exception>
    public SlowStart(TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        _window = window;
    }

    /// <summary>The weight that each server has at a time, in the membership's order: 1 to its own. O(n).</summary>
    public ImmutableArray<int> WeightsAt(MembershipSnapshot membership, DateTimeOffset now)
    {
        var newcomersFrom = NewcomersFrom(membership);
        return [.. membership.Servers.Select(
            server => server.Since >= newcomersFrom ? Scale(server.Weight, StepAt(server, now)) : server.Weight)];
    }

    /// <summary>When a weight changes next, or <see langword="null"/> if all are whole. After <paramref name="now"/>. O(n).</summary>
    public DateTimeOffset? NextStepAfter(MembershipSnapshot membership, DateTimeOffset now)
    {
        var newcomersFrom = NewcomersFrom(membership);
        return membership.Servers
            .Where(server => server.Since >= newcomersFrom && StepAt(server, now) < Steps)
            .Min(server => (DateTimeOffset?)(server.Since + TimeSpan.FromTicks(TicksOf(StepAt(server, now) + 1))));
    }

    /// <summary>Who joined at this time or later, joined a serving cluster.</summary>
    private DateTimeOffset NewcomersFrom(MembershipSnapshot membership) =>
        _window == TimeSpan.Zero || membership.Servers.IsEmpty
            ? DateTimeOffset.MaxValue
            : membership.Servers.Min(server => server.Since) + _window;

    private int StepAt(Server server, DateTimeOffset now)
    {
        var elapsed = now - server.Since;
        if (elapsed >= _window)
        {
            return Steps;
        }

        return elapsed <= TimeSpan.Zero ? 0 : (int)(elapsed.Ticks * Steps / _window.Ticks);
    }

    /// <summary>The ticks from a server's joining to a step: the first at which <see cref="StepAt"/> reaches it.</summary>
    private long TicksOf(int step) => ((step * _window.Ticks) + Steps - 1) / Steps;

    private static int Scale(int weight, int step) => Math.Max(1, ((weight * (step + 1)) + Steps) / (Steps + 1));
}
