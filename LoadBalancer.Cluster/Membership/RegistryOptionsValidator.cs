using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Membership;

/// <summary>Finds everything that is wrong with a registry's settings, at start.</summary>
internal sealed class RegistryOptionsValidator : IValidateOptions<RegistryOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, RegistryOptions options) => new[]
    {
        ServerRules.CheckId(options.Cluster) is null
            ? null
            : $"Registry:Cluster: '{options.Cluster}' is not allowed: it must be 1 to {ServerRules.MaxIdLength} of a-z A-Z 0-9 . _ -",
        SettingsExtensions.CheckRange("Registry:PollInterval", options.PollInterval, Shortest, Longest),
        SettingsExtensions.CheckRange("Registry:SweepInterval", options.SweepInterval, Shortest, Longest),
        SettingsExtensions.CheckRange("Registry:RecoveryTime", options.RecoveryTime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
    }.ToResult();
}
