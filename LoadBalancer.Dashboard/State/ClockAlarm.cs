using System.Globalization;
using LoadBalancer.Cluster.Store;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// Determines the alarm for clocks that differ by more than <see cref="ClockDifference.Most"/>: those of gateways, of the dashboard, and of
/// Redis. A pure function, thread-safe.
/// </summary>
internal static class ClockAlarm
{
    private const string Meaning = "Statistics and events of that process have wrong times. Slow start is not affected, because it "
        + "follows the clock of Redis. Synchronize the clocks of all machines, for example with chrony.";

    public static ClusterAlarm? Of(DashboardSnapshot snapshot)
    {
        (string Name, TimeSpan Ahead)[] clocks =
        [
            ("Redis", TimeSpan.Zero),
            .. snapshot.ClockAhead is { } own ? [("the dashboard", own)] : Array.Empty<(string, TimeSpan)>(),
            .. snapshot.Gateways.Where(gateway => gateway.Status.ClockAhead is not null)
                .Select(gateway => (gateway.Status.Name.Value, gateway.Status.ClockAhead!.Value)),
        ];
        var wrong = clocks.Where(clock => clock.Ahead.Duration() > ClockDifference.Most)
            .OrderByDescending(clock => clock.Ahead.Duration()).ToArray();
        var (first, last) = (clocks.MinBy(clock => clock.Ahead), clocks.MaxBy(clock => clock.Ahead));
        return wrong is [var worst, ..]
                ? Alarm($"The clock of {worst.Name} is {ClockDifference.Describe(worst.Ahead)} the clock of Redis{Others(wrong)}.")
            : last.Ahead - first.Ahead > ClockDifference.Most
                ? Alarm($"The clock of {last.Name} is {ClockDifference.Describe(last.Ahead - first.Ahead)} the clock of {first.Name}.")
            : null;
    }

    private static string Others((string Name, TimeSpan Ahead)[] wrong) => (wrong.Length - 1) switch
    {
        0 => "",
        1 => ", and another clock is wrong",
        var count => string.Create(CultureInfo.InvariantCulture, $", and {count} other clocks are wrong"),
    };

    private static ClusterAlarm Alarm(string title) => new(AlarmKind.Clocks, AlarmSeverity.Warning, title, Meaning);
}
