
namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// The configuration section <c>Gateway</c>: file, environment <c>Gateway__…</c>, arguments. Each part of the gateway has its own options
/// in it.
/// </summary>
internal static class GatewaySection
{
    public const string Name = "Gateway";

    public static string? CheckRange(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        SettingsExtensions.CheckRange($"{Name}:{key}", value, least, most);

    public static string? CheckDefined<TEnum>(string key, TEnum value)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? null
            : Describe(key, $"{value} is not allowed: it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    public static string? Describe(string key, string? reason) => reason is null ? null : $"{Name}:{key}: {reason}";
}
