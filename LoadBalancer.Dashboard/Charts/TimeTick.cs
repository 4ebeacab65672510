using System.Collections.Immutable;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>A tick on an axis of time.</summary>
/// <param name="At">The time of the tick.</param>
/// <param name="Part">The position: 0 at the beginning of the axis, 1 at its end.</param>
internal readonly record struct TimeTick(DateTimeOffset At, double Part)
{
    private static readonly TimeSpan Distance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortDistance = TimeSpan.FromMinutes(1);

    /// <summary>Returns the ticks of an axis: every five minutes, or every minute on a short axis.</summary>
    /// <param name="first">The beginning of the axis.</param>
    /// <param name="length">Its length.</param>
    public static ImmutableArray<TimeTick> Within(DateTimeOffset first, TimeSpan length)
    {
        var distance = length >= 2 * Distance ? Distance : ShortDistance;
        var ticks = ImmutableArray.CreateBuilder<TimeTick>();
        var next = (first.UtcTicks + distance.Ticks - 1) / distance.Ticks * distance.Ticks;
        for (var at = new DateTimeOffset(next, TimeSpan.Zero); at <= first + length && length > TimeSpan.Zero; at += distance)
        {
            ticks.Add(new(at, (at - first) / length));
        }

        return ticks.ToImmutable();
    }
}
