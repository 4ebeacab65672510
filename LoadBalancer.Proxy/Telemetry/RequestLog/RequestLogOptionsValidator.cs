using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>Finds everything that is wrong with the settings of the request log.</summary>
internal static class RequestLogOptionsValidator
{
    private const long LeastRoll = 4 * 1024;
    private const long MostRoll = 1L << 40;
    private const int LeastBuffer = 64 * 1024;
    private const int MostBuffer = 256 * 1024 * 1024;
    private const int MostKept = 1_000;

    public static IEnumerable<string?> Check(RequestLogOptions options)
    {
        var fields = options.Fields ?? [];
        return
        [
            options.Path?.Contains('\0', StringComparison.Ordinal) == true || Path.EndsInDirectorySeparator(options.Path ?? "")
                ? Describe(nameof(options.Path), $"'{options.Path}' is not allowed: it must be the path of a file, or empty.") : null,
            .. fields.Select((field, index) => RequestLogFields.Of(field) is not RequestLogField.None ? null
                : Describe(
                    $"{nameof(options.Fields)}:{index}",
                    $"'{field}' is not allowed: it must be one of {string.Join(", ", RequestLogFields.Names)}.")),
            options.RollBytes is 0 or (>= LeastRoll and <= MostRoll) ? null
                : Describe(
                    nameof(options.RollBytes), $"{options.RollBytes} is not allowed: it must be 0 (never) or {LeastRoll} to {MostRoll}."),
            options.RollAge == TimeSpan.Zero ? null : SettingsExtensions.CheckRange(
                Key(nameof(options.RollAge)), options.RollAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365)),
            Range(nameof(options.Keep), options.Keep, 1, MostKept),
            Range(nameof(options.Buffer), options.Buffer, LeastBuffer, MostBuffer),
        ];
    }

    private static string? Range(string key, int value, int least, int most) =>
        value >= least && value <= most ? null : Describe(key, $"{value} is not allowed: it must be {least} to {most}.");

    private static string Describe(string key, string reason) => $"{Key(key)}: {reason}";

    private static string Key(string name) => $"{RequestLogOptions.Section}:{name}";
}
