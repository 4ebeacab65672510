using System.Globalization;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Health;

/// <summary>Finds everything that is wrong with the settings of probes and verdicts, at start.</summary>
internal static class HealthOptionsValidator
{
    private const string Section = HealthOptions.Section;

    public static IEnumerable<string?> Check(HealthOptions health) =>
    [
        health.Path.StartsWith('/') && !health.Path.AsSpan().ContainsAny(" #\r\n")
            ? null
            : Describe(
                nameof(health.Path), $"'{health.Path}' is not allowed: it must begin with a slash and have no white space or fragment."),
        Range(nameof(health.Interval), health.Interval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        Range(nameof(health.Timeout), health.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        Range(nameof(health.ProbeFailures), health.ProbeFailures, 1, 100),
        Range(nameof(health.ProbePasses), health.ProbePasses, 1, 100),
        Range(nameof(health.ConsecutiveFailures), health.ConsecutiveFailures, 1, 1_000),
        Range(nameof(health.MinimumRequests), health.MinimumRequests, 1, 1_000_000),
        health.FailureRate is > 0 and <= 1 ? null : DescribePart(nameof(health.FailureRate), health.FailureRate, "above 0 to 1"),
        health.PanicThreshold is >= 0 and <= 1 ? null : DescribePart(nameof(health.PanicThreshold), health.PanicThreshold, "0 to 1"),
        Range(nameof(health.Window), health.Window, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        Range(nameof(health.Ejection), health.Ejection, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        Range(nameof(health.LongestEjection), health.LongestEjection, health.Ejection, TimeSpan.FromDays(1)),
        (health.FailureStatuses ?? []).All(status => status is >= 500 and <= 599)
            ? null
            : Describe(
                nameof(health.FailureStatuses), $"{string.Join(", ", health.FailureStatuses!)} is not allowed: each must be 500 to 599."),
    ];

    private static string? Range(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        SettingsExtensions.CheckRange($"{Section}:{key}", value, least, most);

    private static string? Range(string key, int value, int least, int most) =>
        value >= least && value <= most ? null : Describe(key, $"{value} is not allowed: it must be {least} to {most}.");

    private static string DescribePart(string key, double value, string allowed) =>
        Describe(key, string.Create(CultureInfo.InvariantCulture, $"{value} is not allowed: it must be {allowed}."));

    private static string Describe(string key, string reason) => $"{Section}:{key}: {reason}";
}
