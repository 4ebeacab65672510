using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Dashboard.Configuration;

/// <summary>
/// The settings of a dashboard. Configuration section <c>Dashboard</c>: file, environment <c>Dashboard__…</c>, arguments.
/// </summary>
internal sealed partial class DashboardOptions : IValidatableObject
{
    public const string Section = "Dashboard";

    /// <summary>
    /// The key that is required for reading and changing anything (<c>openssl rand -hex 32</c> generates one). Without any key, the
    /// dashboard listens on loopback addresses only.
    /// </summary>
    [ApiKey]
    public string? ApiKey { get; set; }

    /// <summary>
    /// Additional keys by name, under the same rules; each key has one name. Events show which key made a change (<c>api-key</c> for the
    /// key without a name).
    /// </summary>
    /// <value>None.</value>
    public Dictionary<string, string> ApiKeys { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long a login lasts without activity. Navigating to another page is activity; a page that stays open is not.
    /// </summary>
    [Between("00:01:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The path under which a reverse proxy serves the dashboard.</summary>
    [BasePath]
    public string? PathBase { get; set; }

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> headers are trusted. The headers of others
    /// are ignored.
    /// </summary>
    [Networks, Entries(Networks.Most)]
    public string[]? TrustedProxies { get; set; }

    /// <summary>
    /// Where traces are shown: a URL with <c>{traceId}</c> in it, such as <c>https://jaeger.example/trace/{traceId}</c>. The page Live
    /// traffic links requests to their traces.
    /// </summary>
    /// <value>None: no links.</value>
    [TraceUrl]
    public string? TraceUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var section = $"{SettingKey.OfSection(validationContext)}:{nameof(ApiKeys)}";
        var (nameRule, keyRule) = (new NameAttribute(), new ApiKeyAttribute());
        var named = ApiKeys.SelectMany(entry => new[]
        {
            ServerRules.CheckId(entry.Key) is null ? null
                : $"{section}: the name '{entry.Key}' is not allowed: it must be {nameRule.Allowed}.",
            keyRule.Check(entry.Value ?? "") is { } reason ? $"{section}:{entry.Key}: {reason}" : null,
        });
        return named.Append(CheckDistinct(section)).OfType<string>().Select(failure => new ValidationResult(failure));
    }

    private string? CheckDistinct(string section)
    {
        var keys = ApiKeys.Values.Append(ApiKey).OfType<string>().ToArray();
        return keys.Distinct(StringComparer.Ordinal).Count() == keys.Length
            ? null
            : $"{section}: two names have the same key: each must have its own, so that changes can be attributed.";
    }

    [OptionsValidator]
    internal sealed partial class Rules : IValidateOptions<DashboardOptions>;
}
