using System.Globalization;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Cluster.Checks;

/// <summary>
/// The format of a check in the store: a line of fields that are separated by tabs, the version first; about 120 bytes. A later build may
/// append fields to a version, or write another version, which this one does not read. Pure.
/// </summary>
public static class CheckCodec
{
    private const string Version = "1";
    private const char Separator = '\t';

    /// <summary>Encodes a check, except its process, which is the name of the field in the store.</summary>
    public static string Encode(ServerCheck check) => string.Join(
        Separator,
        Version,
        check.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        Clean(check.Gateway.Value),
        Clean(check.Probe.Method),
        Clean(check.Probe.Url),
        (check.Probe.Status ?? 0).ToString(CultureInfo.InvariantCulture),
        Clean(check.Cause ?? ""),
        (check.Probe.Duration.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        Clean(check.Detail ?? ""));

    /// <summary>Decodes a check; <see langword="null"/> if this build cannot read it.</summary>
    public static ServerCheck? Decode(ServerProcess process, string? text) =>
        text?.Split(Separator) is [Version, var at, var gateway, var method, var url, var status, var cause, var duration, var detail, ..]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && long.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? new(
                process,
                DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
                new(gateway),
                new(method, url, code == 0 ? null : code, TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond)),
                cause.Length == 0 ? null : cause,
                detail.Length == 0 ? null : detail)
            : null;

    /// <summary>Replaces control characters, of which the tab would end the field.</summary>
    private static string Clean(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one))
        : text;
}
