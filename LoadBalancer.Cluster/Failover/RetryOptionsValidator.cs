using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Failover;

/// <summary>Finds everything that is wrong with the settings of retries.</summary>
internal static class RetryOptionsValidator
{
    private const int MaxTries = 10;
    private const int MaxBodyBuffer = 16 * 1024 * 1024;
    private const int MaxBudgetFloor = 10_000;
    private const int MaxStatuses = 16;

    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(10);

    public static IEnumerable<string?> Check(RetryOptions options)
    {
        var statuses = options.Statuses ?? RetryOptions.DefaultStatuses;
        return
        [
            Range(nameof(options.MaxTries), options.MaxTries, 1, MaxTries),
            SettingsExtensions.CheckRange(Key(nameof(options.PerTryTimeout)), options.PerTryTimeout, LeastTimeout, TimeSpan.FromHours(1)),
            SettingsExtensions.CheckRange(Key(nameof(options.OverallTimeout)), options.OverallTimeout, LeastTimeout, TimeSpan.FromDays(1)),
            options.OverallTimeout >= options.PerTryTimeout ? null
                : $"{Key(nameof(options.OverallTimeout))}: {options.OverallTimeout} is not allowed: it must be at least "
                    + $"{Key(nameof(options.PerTryTimeout))} ({options.PerTryTimeout}).",
            statuses.Length <= MaxStatuses
                ? null
                : $"{Key(nameof(options.Statuses))}: {statuses.Length} entries are not allowed: it must have at most {MaxStatuses}.",
            .. statuses.Select((status, index) => Range($"{nameof(options.Statuses)}:{index}", status, 500, 599)),
            Range(nameof(options.BodyBuffer), options.BodyBuffer, 0, MaxBodyBuffer),
            Range(nameof(options.BudgetPercent), options.BudgetPercent, 0, 100),
            Range(nameof(options.BudgetFloor), options.BudgetFloor, 0, MaxBudgetFloor),
        ];
    }

    private static string? Range(string key, int value, int least, int most) =>
        value >= least && value <= most ? null : $"{Key(key)}: {value} is not allowed: it must be {least} to {most}.";

    private static string Key(string name) => $"{RetryOptions.Section}:{name}";
}
