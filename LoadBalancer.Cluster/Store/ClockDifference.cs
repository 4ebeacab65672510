using System.Globalization;

namespace LoadBalancer.Cluster.Store;

/// <summary>The difference of a process's clock from the store's. Pure functions, thread-safe.</summary>
public static class ClockDifference
{
    /// <summary>The difference beyond which clocks are reported as different, 1 s.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <summary>Describes a difference, such as "7 s ahead of" or "1.5 h behind".</summary>
    /// <param name="ahead">How far the clock is ahead; negative if it is behind.</param>
    public static string Describe(TimeSpan ahead) => $"{Length(ahead.Duration())} {(ahead < TimeSpan.Zero ? "behind" : "ahead of")}";

    /// <summary>Describes a length of time. Coarse, so that the text does not change from one reading to the next.</summary>
    public static string Length(TimeSpan length) => length.TotalSeconds switch
    {
        < 2 => "more than 1 s",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s"),
        < 7_200 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{length.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{length.TotalDays:0} days"),
    };
}
