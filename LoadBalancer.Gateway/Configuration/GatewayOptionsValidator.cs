using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Gateway.Clients;
using LoadBalancer.Gateway.Keys;
using LoadBalancer.Registry.Settings;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Configuration;

/// <summary>Finds everything that is wrong with a gateway's settings, at start.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const int MaxHashKeys = 16;
    private const int MaxTrustedProxies = 64;
    private const int MaxLoadFactor = 100;
    private const int MaxLoadFloor = 1_000_000;

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var keys = options.HashKey ?? [];
        var failures = new List<string?>
        {
            Describe(nameof(options.Id), ServerRules.CheckId(options.Id)),
            Enum.IsDefined(options.Algorithm) ? null : Describe(nameof(options.Algorithm), $"{options.Algorithm} is not allowed: it must be one of {string.Join(", ", Enum.GetNames<PlacementAlgorithm>())}."),
            Enum.IsDefined(options.ServerProtocol) ? null : Describe(nameof(options.ServerProtocol), $"{options.ServerProtocol} is not allowed: it must be one of {string.Join(", ", Enum.GetNames<ServerProtocol>())}."),
            keys.Length is >= 1 and <= MaxHashKeys ? null : Describe(nameof(options.HashKey), $"{keys.Length} entries are not allowed: it must have 1 to {MaxHashKeys}."),
            Range(nameof(options.WarmUp), options.WarmUp, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            Range(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
            Range(nameof(options.ActivityTimeout), options.ActivityTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            Range(nameof(options.SlowStart), options.SlowStart, TimeSpan.Zero, TimeSpan.FromHours(1)),
            options.LoadFactor is 0 or (>= 1 and <= MaxLoadFactor) ? null : Describe(nameof(options.LoadFactor), string.Create(CultureInfo.InvariantCulture, $"{options.LoadFactor} is not allowed: it must be 0 (off) or 1 to {MaxLoadFactor}.")),
            options.LoadFloor is >= 0 and <= MaxLoadFloor ? null : Describe(nameof(options.LoadFloor), $"{options.LoadFloor} is not allowed: it must be 0 to {MaxLoadFloor}."),
            Range(nameof(options.LoadInterval), options.LoadInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)),
            options.TrustedProxies is null or { Length: <= MaxTrustedProxies } ? null : Describe(nameof(options.TrustedProxies), $"{options.TrustedProxies.Length} entries are not allowed: it may have {MaxTrustedProxies} at most."),
            Range(nameof(options.CountInterval), options.CountInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
        };
        failures.AddRange(keys.Select((key, index) =>
            HashKeySource.TryParse(key, out _, out var reason) ? null : Describe($"{nameof(options.HashKey)}:{index}", reason)));
        failures.AddRange((options.TrustedProxies ?? []).Select((proxy, index) =>
            TrustedProxies.TryParse(proxy, out _) ? null : Describe($"{nameof(options.TrustedProxies)}:{index}", $"'{proxy}' is not allowed: it must be an address or a network such as 10.0.0.0/8 or fd00::/8.")));
        failures.AddRange(RetryOptionsValidator.Check(options.Retries));
        failures.AddRange(LimitsOptionsValidator.Check(options.Limits));
        failures.AddRange(RequestLogOptionsValidator.Check(options.RequestLog));

        return failures.ToResult();
    }

    private static string? Range(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        SettingsExtensions.CheckRange($"{GatewayOptions.Section}:{key}", value, least, most);

    private static string? Describe(string key, string? reason) => reason is null ? null : $"{GatewayOptions.Section}:{key}: {reason}";
}
