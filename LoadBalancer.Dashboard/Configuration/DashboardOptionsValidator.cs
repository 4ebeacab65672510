using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>Finds everything that is wrong with a dashboard's settings, at start. Never says what a key is.</summary>
internal sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    private const int ShortestKey = 16;
    private const int LongestKey = 256;
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, DashboardOptions options) =>
        options.ApiKeys.SelectMany(entry => CheckNamed(entry.Key, entry.Value))
            .Append(options.ApiKey is null ? null : CheckKey(nameof(options.ApiKey), options.ApiKey))
            .Append(CheckDistinct(options))
            .Append(SettingsExtensions.CheckRange(
                $"{DashboardOptions.Section}:{nameof(options.SessionLifetime)}", options.SessionLifetime, ShortestSession, LongestSession))
            .Append(CheckPathBase(options.PathBase))
            .Concat(NetworkSettings.Check($"{DashboardOptions.Section}:{nameof(options.TrustedProxies)}", options.TrustedProxies))
            .ToResult();

    private static IEnumerable<string?> CheckNamed(string name, string? key) =>
    [
        ServerRules.CheckId(name) is null
            ? null
            : $"{DashboardOptions.Section}:{nameof(DashboardOptions.ApiKeys)}: the name '{name}' is not allowed: it must be 1 to "
                + $"{ServerRules.MaxIdLength} of a-z A-Z 0-9 . _ -",
        CheckKey($"{nameof(DashboardOptions.ApiKeys)}:{name}", key),
    ];

    private static string? CheckKey(string setting, string? key) =>
        key is { Length: >= ShortestKey and <= LongestKey } && key.All(character => character is > ' ' and < '\x7f')
            ? null
            : $"{DashboardOptions.Section}:{setting}: a key of {key?.Length ?? 0} characters is not allowed (it is not shown here): it "
                + $"must be {ShortestKey} to {LongestKey} visible ASCII characters without spaces. 'openssl rand -hex 32' makes one.";

    private static string? CheckPathBase(string? path) =>
        path is null || BasePath.IsValid(path)
            ? null
            : $"{DashboardOptions.Section}:{nameof(DashboardOptions.PathBase)}: '{path}' is not allowed: it must begin with '/' and not "
                + "end with it, such as /lb, and have only a-z A-Z 0-9 . _ ~ - between slashes.";

    private static string? CheckDistinct(DashboardOptions options)
    {
        var keys = options.ApiKeys.Values.Append(options.ApiKey).OfType<string>().ToArray();
        return keys.Distinct(StringComparer.Ordinal).Count() == keys.Length
            ? null
            : $"{DashboardOptions.Section}:{nameof(options.ApiKeys)}: two names have the same key: each must have its own, or nobody could "
                + "tell who changed something.";
    }
}
