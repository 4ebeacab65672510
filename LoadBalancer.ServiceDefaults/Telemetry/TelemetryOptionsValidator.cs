using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Reads the telemetry options and reports every setting that is unknown, unreadable, or out of range.</summary>
internal sealed class TelemetryOptionsValidator(
    IConfiguration configuration) : IConfigureOptions<TelemetryOptions>, IValidateOptions<TelemetryOptions>
{
    private static readonly string[] Names = [nameof(TelemetryOptions.TracesPerSecond), nameof(TelemetryOptions.BackgroundTraces)];

    private readonly IConfigurationSection _section = configuration.GetSection(TelemetryOptions.Section);

    private string? WrittenRate => _section[nameof(TelemetryOptions.TracesPerSecond)];

    private string? WrittenBackground => _section[nameof(TelemetryOptions.BackgroundTraces)];

    public void Configure(TelemetryOptions options)
    {
        options.TracesPerSecond = TryReadRate(WrittenRate) ?? options.TracesPerSecond;
        options.BackgroundTraces = bool.TryParse(WrittenBackground, out var background) ? background : options.BackgroundTraces;
    }

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        string[] failures =
        [
            .. _section.GetChildren()
                .Where(child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                .Select(child => $"{child.Path}: unknown setting; known settings: {string.Join(", ", Names)}."),
            .. CheckRate(options.TracesPerSecond),
            .. CheckBackground(),
        ];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> CheckRate(int rate)
    {
        var value = WrittenRate is { Length: > 0 } written && TryReadRate(written) is null ? $"'{written}'"
            : rate is < 0 or > TelemetryOptions.MostTracesPerSecond ? rate.ToString(CultureInfo.InvariantCulture)
            : null;
        return value is null
            ? []
            : [NotAllowed(nameof(TelemetryOptions.TracesPerSecond), value, $"0 to {TelemetryOptions.MostTracesPerSecond}")];
    }

    private IEnumerable<string> CheckBackground() => WrittenBackground is { Length: > 0 } written && !bool.TryParse(written, out _)
        ? [NotAllowed(nameof(TelemetryOptions.BackgroundTraces), $"'{written}'", "true or false")]
        : [];

    private static string NotAllowed(string name, string value, string allowed) =>
        $"{TelemetryOptions.Section}:{name}: {value} is not allowed: it must be {allowed}.";

    private static int? TryReadRate(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rate) ? rate : null;
}
