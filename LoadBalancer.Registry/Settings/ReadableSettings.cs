using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registry.Settings;

/// <summary>
/// Finds what a section has that cannot be read: as one validator among the others, so that all mistakes are told at
/// once. It reads the section by itself, since the options only have what could be read.
/// </summary>
internal sealed class ReadableSettings<TOptions>(IConfigurationSection section) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public ValidateOptionsResult Validate(string? name, TOptions options) => SettingsExtensions.BindAll(new TOptions(), section).ToResult();
}
