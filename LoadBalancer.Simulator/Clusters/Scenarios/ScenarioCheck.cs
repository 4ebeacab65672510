using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Keys;

namespace LoadBalancer.Simulator.Clusters.Scenarios;

/// <summary>Validates a scenario. Each problem is one sentence with the key, the value and what is allowed.</summary>
internal static class ScenarioCheck
{
    private const int MostGateways = 1_000;
    private const double MostRate = 1_000_000;
    private const int MostWorkers = 1_000_000;
    private static readonly TimeSpan LongestDuration = TimeSpan.FromHours(24);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<string> Of(Scenario scenario) =>
    [
        .. Duration("duration", scenario.Duration, TimeSpan.FromSeconds(1), LongestDuration),
        .. Duration("warmup", scenario.Warmup, TimeSpan.Zero, scenario.Duration),
        .. Number("seed", scenario.Seed, 0, int.MaxValue),
        .. Number("gateways", scenario.Gateways, 1, MostGateways),
        .. OfServers(scenario.Servers),
        .. OfLoad(scenario.Load),
        .. OfNetwork(scenario.Network),
        .. OfSettings(scenario.Settings),
        .. scenario.Events.SelectMany((planned, i) => EventCheck.Of($"events[{i}]", planned, scenario)),
    ];

    public static IEnumerable<string> Number(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; allowed: {least} to {most}.");
        }
    }

    public static IEnumerable<string> Duration(string key, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            yield return $"{key} is {DurationText.Of(value)}; allowed: {DurationText.Of(least)} to {DurationText.Of(most)}.";
        }
    }

    private static IEnumerable<string> OfServers(ServersSection servers) =>
    [
        .. Number("servers.count", servers.Count, 1, ServerRules.MaxServers),
        .. Number("servers.weight", servers.Weight, ServerRules.MinWeight, ServerRules.MaxWeight),
        .. Number("servers.weight × servers.count", (double)servers.Weight * servers.Count, 1, ServerRules.MaxTotalWeight),
        .. Number("servers.zones", servers.Zones, 1, servers.Count),
        .. Number("servers.workers", servers.Workers, 1, MostWorkers),
        .. Text(
            "servers.prefix",
            servers.Prefix,
            ServerRules.CheckId(servers.Prefix + "1") is null,
            $"up to {ServerRules.MaxIdLength - 6} characters from a-z A-Z 0-9 . _ -"),
        .. Text("servers.service", servers.Service, Distribution.TryParse(servers.Service, out _), Distribution.Forms),
    ];

    private static IEnumerable<string> OfLoad(LoadSection load) =>
    [
        .. Number("load.rate", load.Rate, 0.01, MostRate),
        .. Number("load.idempotent", load.Idempotent, 0, 1),
        .. Text("load.arrivals", load.Arrivals, load.Arrivals is "poisson" or "constant", "poisson or constant"),
        .. Text("load.keys", load.Keys, IsKeys(load.Keys), KeyPattern.Forms),
    ];

    private static IEnumerable<string> OfNetwork(NetworkSection network) =>
    [
        .. Text("network.servers", network.Servers, Distribution.TryParse(network.Servers, out _), Distribution.Forms),
        .. Text("network.registry", network.Registry, Distribution.TryParse(network.Registry, out _), Distribution.Forms),
        .. Number("network.registryLoss", network.RegistryLoss, 0, 0.99),
        .. Duration("network.registryTimeout", network.RegistryTimeout, Tick, LongestDuration),
    ];

    private static IEnumerable<string> OfSettings(SettingsSection settings) =>
    [
        .. settings.LoadFactor == 0 ? [] : Number("settings.loadFactor", settings.LoadFactor, 1, 100),
        .. Number("settings.loadFloor", settings.LoadFloor, 0, 1_000_000),
        .. Number("settings.maxAttempts", settings.MaxAttempts, 1, 10),
        .. Number("settings.budgetPercent", settings.BudgetPercent, 0, 100),
        .. Number("settings.budgetFloor", settings.BudgetFloor, 0, 10_000),
        .. Number("settings.probeFailures", settings.ProbeFailures, 1, 100),
        .. Number("settings.probePasses", settings.ProbePasses, 1, 100),
        .. Number("settings.consecutiveFailures", settings.ConsecutiveFailures, 1, 1_000),
        .. Number("settings.panicThreshold", settings.PanicThreshold, 0, 1),
        .. Duration("settings.slowStart", settings.SlowStart, TimeSpan.Zero, TimeSpan.FromHours(1)),
        .. Durations(settings).SelectMany(entry => Duration($"settings.{entry.Key}", entry.Value, Tick, LongestDuration)),
    ];

    private static IEnumerable<(string Key, TimeSpan Value)> Durations(SettingsSection settings) =>
    [
        ("loadInterval", settings.LoadInterval), ("pollInterval", settings.PollInterval), ("sweepInterval", settings.SweepInterval),
        ("recoveryTime", settings.RecoveryTime), ("lease", settings.Lease), ("renewInterval", settings.RenewInterval),
        ("drainDelay", settings.DrainDelay),
        ("connectTimeout", settings.ConnectTimeout), ("activityTimeout", settings.ActivityTimeout),
        ("attemptTimeout", settings.AttemptTimeout),
        ("overallTimeout", settings.OverallTimeout), ("probeInterval", settings.ProbeInterval), ("probeTimeout", settings.ProbeTimeout),
    ];

    private static IEnumerable<string> Text(string key, string value, bool isAllowed, string allowed)
    {
        if (!isAllowed)
        {
            yield return $"{key} is '{value}'; allowed: {allowed}.";
        }
    }

    /// <summary>
    /// Returns whether a key pattern is allowed. A scenario is self-contained, so its keys cannot come from another file.
    /// </summary>
    private static bool IsKeys(string text)
    {
        try
        {
            return !text.StartsWith("file:", StringComparison.Ordinal) && KeyPattern.Parse(text, seed: 0) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
