using System.Collections.Immutable;
using System.Globalization;

namespace LoadBalancer.Presentation.Charting;

/// <summary>An axis of time with ticks at round times.</summary>
/// <param name="Step">The time from one tick to the next.</param>
/// <param name="Ticks">The ticks; none if no round time is within the axis.</param>
internal sealed record TimeAxis(TimeSpan Step, ImmutableArray<TimeTick> Ticks)
{
    private const int MostSteps = 7;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1),
    ];

    /// <summary>Returns the axis from a time on, in UTC.</summary>
    /// <param name="first">The beginning of the axis.</param>
    /// <param name="length">Its length; an axis without length has no ticks.</param>
    public static TimeAxis For(DateTimeOffset first, TimeSpan length)
    {
        var step = Steps.FirstOrDefault(candidate => length <= candidate * MostSteps);
        for (var days = 2L; step == TimeSpan.Zero; days *= 2)
        {
            step = length <= TimeSpan.FromDays(days) * MostSteps ? TimeSpan.FromDays(days) : TimeSpan.Zero;
        }

        var ticks = ImmutableArray.CreateBuilder<TimeTick>();
        var last = length > TimeSpan.Zero ? Math.Min(first.UtcTicks + length.Ticks, DateTimeOffset.MaxValue.UtcTicks) : long.MinValue;
        for (var at = (first.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks; at <= last; at += step.Ticks)
        {
            ticks.Add(new(new(at, TimeSpan.Zero), (double)(at - first.UtcTicks) / length.Ticks));
        }

        return new(step, ticks.ToImmutable());
    }

    /// <summary>Returns the labels of the ticks in UTC, as exact as they are apart: 12:00:05, 12:05, 2026-01-31.</summary>
    public ImmutableArray<AxisLabel> Labels()
    {
        var format = Step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : Step < TimeSpan.FromDays(1) ? "HH:mm" : "MM-dd";
        return [.. Ticks.Select(tick => new AxisLabel(tick.Part, tick.At.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)))];
    }
}
