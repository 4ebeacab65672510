using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>Finds everything that is wrong with a registration's settings, at start.</summary>
internal sealed class RegistrationOptionsValidator : IValidateOptions<RegistrationOptions>
{
    public ValidateOptionsResult Validate(string? name, RegistrationOptions options)
    {
        var urlReason = options.Url is null ? null : ServerRules.CheckUrl(options.Url, out _);
        return new[]
        {
            Name(nameof(options.Id), ServerRules.CheckId(options.Id)),
            Name(nameof(options.Url), urlReason),
            Name(nameof(options.Weight), options.Weight is { } weight ? ServerRules.CheckWeight(weight) : null),
            Name(nameof(options.HealthPath), options.HealthPath is { } path ? ServerRules.CheckHealthPath(path) : null),
            Range(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)),
            Range(nameof(options.RenewInterval), options.RenewInterval, TimeSpan.FromMilliseconds(100), options.Lease / 2),
            Range(nameof(options.DrainDelay), options.DrainDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1)),
        }.ToResult();
    }

    private static string? Range(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        SettingsExtensions.CheckRange(Path(key), value, least, most);

    private static string? Name(string key, string? reason) => reason is null ? null : $"{Path(key)}: {reason}";

    private static string Path(string key) => $"{RegistrationOptions.Section}:{key}";
}
