using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// Finds what a section has that cannot be read: as one validator among the others, so that all mistakes are told at
/// once. It reads the section by itself, since the options only have what could be read.
/// </summary>
internal sealed class ReadableSettings<TOptions>(
    IConfigurationSection section, IEnumerable<BoundSection> bound) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public ValidateOptionsResult Validate(string? name, TOptions options) =>
        Find().Concat(SettingsExtensions.BindAll(new TOptions(), section)).ToResult();

    /// <summary>What concerns the section as a whole: told once, however many options are bound to it.</summary>
    private IEnumerable<string> Find()
    {
        var here = bound.First(one => string.Equals(one.Path, section.Path, StringComparison.OrdinalIgnoreCase));
        return here.Options != typeof(TOptions) ? []
            : section.Value is { Length: > 0 } value
                ? [$"{section.Path}: '{value}' is not allowed: it is a section with settings of its own."]
            : SettingsExtensions.FindUnknown(
                section, [.. bound.SelectMany(one => one.NamesIn(section.Path)).Distinct(StringComparer.Ordinal)]);
    }
}
