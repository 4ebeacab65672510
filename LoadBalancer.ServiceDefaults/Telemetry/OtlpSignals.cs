using Microsoft.Extensions.Configuration;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>The signals that the standard variables enable: all if there is an endpoint, except those that are switched off.</summary>
internal sealed class OtlpSignals(IConfiguration configuration)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private readonly bool _isOff = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);

    public bool Traces => Wants("TRACES");

    public bool Metrics => Wants("METRICS");

    public bool Logs => Wants("LOGS");

    public bool Any => Traces || Metrics || Logs;

    private bool Wants(string signal) =>
        !_isOff
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"]?.Trim(), "none", StringComparison.OrdinalIgnoreCase)
        && (IsSet(Endpoint) || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private bool IsSet(string variable) => !string.IsNullOrWhiteSpace(configuration[variable]);
}
