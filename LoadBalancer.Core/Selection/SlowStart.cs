using System.Collections.Immutable;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Core.Selection;

/// <summary>
/// Computes the weights of a server that joins a serving cluster: from a tenth of its weight to all of it in nine equal steps over the
/// window, counted from its join time in the membership. Every gateway computes the same steps from the same membership; weights only
/// increase, so keys move only towards the server.
/// </summary>
/// <remarks>
/// A server is a newcomer if another one had been a member for a whole window when it joined. A cluster that starts as a whole therefore
/// starts at full weight, and so does the only server of a cluster.
/// </remarks>
public sealed class SlowStart
{
    /// <summary>The number of steps after the first tenth.</summary>
    public const int Steps = 9;

    private readonly TimeSpan _window;

    /// <summary>Creates the rule.</summary>
    /// <param name="window">How long a server takes to reach its full weight; zero disables slow start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is negative.</exception>
    public SlowStart(TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        _window = window;
    }

    /// <summary>Returns the weight of each server at a time, in the membership's order: 1 to its own. O(n).</summary>
    public ImmutableArray<int> WeightsAt(MembershipSnapshot membership, DateTimeOffset now)
    {
        var newcomersFrom = NewcomersFrom(membership);
        return [.. membership.Servers.Select(
            server => server.Since >= newcomersFrom ? Scale(server.Weight, StepAt(server, now)) : server.Weight)];
    }

    /// <summary>
    /// Returns the next time, after <paramref name="now"/>, at which a weight changes, or <see langword="null"/> if all servers have their
    /// full weight. O(n).
    /// </summary>
    public DateTimeOffset? NextStepAfter(MembershipSnapshot membership, DateTimeOffset now)
    {
        var newcomersFrom = NewcomersFrom(membership);
        return membership.Servers
            .Where(server => server.Since >= newcomersFrom && StepAt(server, now) < Steps)
            .Min(server => (DateTimeOffset?)(server.Since + TimeSpan.FromTicks(TicksOf(StepAt(server, now) + 1))));
    }

    /// <summary>Returns the time from which servers that join are newcomers to a serving cluster.</summary>
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

    /// <summary>Returns the ticks from a server's join to a step: the first tick at which <see cref="StepAt"/> reaches it.</summary>
    private long TicksOf(int step) => ((step * _window.Ticks) + Steps - 1) / Steps;

    private static int Scale(int weight, int step) => Math.Max(1, ((weight * (step + 1)) + Steps) / (Steps + 1));
}
