using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Reads the telemetry options and reports every setting that is unknown, unreadable or out of range.</summary>
internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IConfigureOptions<TelemetryOptions>, IValidateOptions<TelemetryOptions>
{
    private readonly IConfigurationSection _section = configuration.GetSection(TelemetryOptions.Section);

    private string? Written => _section[nameof(TelemetryOptions.TracesPerSecond)];

    public void Configure(TelemetryOptions options)
    {
        if (TryRead(Written) is { } rate)
        {
            options.TracesPerSecond = rate;
        }
    }

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        string[] failures =
        [
            .. _section.GetChildren()
                .Where(child => !string.Equals(child.Key, nameof(TelemetryOptions.TracesPerSecond), StringComparison.OrdinalIgnoreCase))
                .Select(child => $"{child.Path}: there is no such setting; there are {nameof(TelemetryOptions.TracesPerSecond)}."),
            .. Check(options.TracesPerSecond),
        ];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Check(int rate)
    {
        var value = Written is { Length: > 0 } written && TryRead(written) is null ? $"'{written}'"
            : rate is < 0 or > TelemetryOptions.MostTracesPerSecond ? rate.ToString(CultureInfo.InvariantCulture)
            : null;
        return value is null ? []
            : [$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.TracesPerSecond)}: {value} is not allowed: it must be 0 to {TelemetryOptions.MostTracesPerSecond}."];
    }

    private static int? TryRead(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rate) ? rate : null;
}
