using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// Reports all problems of a section: unknown keys, values that cannot be read, and values that violate the rules of the options. Problems
/// of the section as a whole are reported once, however many options are bound to it.
/// </summary>
internal sealed class SectionValidator<TOptions>(
    IConfigurationSection section, IEnumerable<BoundSection> bound, IValidateOptions<TOptions>? rules) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var reader = new SectionReader(section, typeof(TOptions));
        string[] failures =
        [
            .. FindInSection(),
            .. reader.Failures,
            .. rules?.Validate(section.Path, options).Failures?.SelectMany(failure => failure.Split('\n')).Select(reader.AsWritten) ?? [],
        ];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> FindInSection()
    {
        var first = bound.First(one => string.Equals(one.Path, section.Path, StringComparison.OrdinalIgnoreCase));
        return first.Options != typeof(TOptions) ? []
            : section.Value is { Length: > 0 } value
                ? [$"{section.Path}: '{value}' is not allowed: it is a section that contains settings."]
            : SectionReader.FindUnknown(section, bound);
    }
}
