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
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(minutes => TimeSpan.FromMinutes(minutes)),
        .. new[] { 1, 2, 3, 6, 12, 24 }.Select(hours => TimeSpan.FromHours(hours)),
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

    /// <summary>
    /// Returns the labels of the ticks in UTC, as exact as they are apart: 12:00:05 or 12:05. Where a day begins, it is the day: 01-31.
    /// </summary>
    public ImmutableArray<AxisLabel> Labels() =>
        [.. Ticks.Select(tick => new AxisLabel(tick.Part, tick.At.UtcDateTime.ToString(FormatOf(tick.At), CultureInfo.InvariantCulture)))];

    private string FormatOf(DateTimeOffset at) =>
        at.UtcDateTime.TimeOfDay == TimeSpan.Zero && Step >= TimeSpan.FromMinutes(1) ? "MM-dd"
        : Step < TimeSpan.FromMinutes(1) ? "HH:mm:ss"
        : "HH:mm";
}
