using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registry.Settings;

/// <summary>Settings that are checked when the process starts and whose mistakes are explained by key and value.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Binds a configuration section to options. Unknown keys and values of the wrong type are reported like values
    /// that the options' validators refuse: as an <see cref="OptionsValidationException"/> at start.
    /// </summary>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Bind(options, configuration.GetSection(section)))
            .ValidateOnStart();

    /// <summary>A failure message for a duration outside its range, or <see langword="null"/>; both ends are allowed.</summary>
    public static string? CheckRange(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? null : $"{key}: {value} is not allowed: it must be {least} to {most} (days.hours:minutes:seconds).";

    /// <summary>A validation's outcome from its failures; those that are <see langword="null"/> are none.</summary>
    public static ValidateOptionsResult ToResult(this IEnumerable<string?> failures) =>
        failures.OfType<string>().ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;

    private static void Bind<TOptions>(TOptions options, IConfigurationSection section)
        where TOptions : class
    {
        var known = typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var failures = section.GetChildren()
            .Where(child => !known.Any(property => string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(child => $"{child.Path}: there is no such setting; there are {string.Join(", ", known.Select(property => property.Name))}.")
            .Concat(known.Select(property => Bind(options, property, section.GetSection(property.Name))))
            .OfType<string>()
            .ToArray();
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(TOptions), failures);
        }
    }

    private static string? Bind(object options, PropertyInfo property, IConfigurationSection setting)
    {
        try
        {
            if (setting.Exists())
            {
                property.SetValue(options, setting.Get(property.PropertyType));
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return $"{setting.Path}: '{setting.Value}' is not allowed: it must be {Describe(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)}.";
        }
    }

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(TimeSpan) => "a duration (days.hours:minutes:seconds)",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsPrimitive => "a number",
        _ => $"of type {type.Name}",
    };
}
