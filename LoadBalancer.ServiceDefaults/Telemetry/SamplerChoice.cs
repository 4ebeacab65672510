using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>
/// The sampler that the standard variables specify. The SDK would ignore <c>OTEL_TRACES_SAMPLER</c> next to a sampler set in code, so it is
/// read here, with the SDK's rules.
/// </summary>
/// <param name="Sampler">The sampler that decides before the limit does.</param>
/// <param name="IgnoresCallers">Whether a trace may be recorded that the caller does not record.</param>
/// <param name="Problem">The problem with the variables, or <see langword="null"/>; the SDK's default replaces an unknown value.</param>
internal sealed record SamplerChoice(Sampler Sampler, bool IgnoresCallers = false, string? Problem = null)
{
    private const string Name = "OTEL_TRACES_SAMPLER";
    private const string Argument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Whether no trace is ever recorded.</summary>
    public bool IsOff => Sampler is AlwaysOffSampler;

    public static SamplerChoice Of(IConfiguration configuration)
    {
        var name = configuration[Name]?.Trim();
        return name?.ToLowerInvariant() switch
        {
            // Replaced by the limit: Aspire sets always_on for every process.
            null or "" or "always_on" or "parentbased_always_on" => new(new AlwaysOnSampler()),
            "always_off" => new(new AlwaysOffSampler()),
            "parentbased_always_off" => new(new ParentBasedSampler(new AlwaysOffSampler())),
            "traceidratio" => OfRatio(configuration[Argument], ratio => ratio, ignoresCallers: true),
            "parentbased_traceidratio" => OfRatio(configuration[Argument], ratio => new ParentBasedSampler(ratio), ignoresCallers: false),
            _ => new(new AlwaysOnSampler(), Problem: $"{Name}: '{name}' is not a known sampler; parentbased_always_on is used."),
        };
    }

    private static SamplerChoice OfRatio(string? text, Func<Sampler, Sampler> wrap, bool ignoresCallers)
    {
        var isRatio = double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var ratio)
            && ratio is >= 0 and <= 1;
        return new(
            wrap(new TraceIdRatioBasedSampler(isRatio ? ratio : 1)),
            ignoresCallers,
            isRatio ? null : $"{Argument}: '{text}' is not allowed: it must be 0 to 1; 1 is used.");
    }
}
