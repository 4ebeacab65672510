using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Settings that are checked when the process starts and whose mistakes are explained by key and value.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Binds a configuration section to options. Unknown keys and values of the wrong type are reported together with
    /// values that the options' validators refuse: in one <see cref="OptionsValidationException"/> at start. A section may be bound
    /// to several options, and a section of it to others: each has some of the keys, and unknown is what none of them has.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section's path.</param>
    /// <param name="check">Finds what is wrong with values that could be read, each with key, value and what is allowed.</param>
    public static OptionsBuilder<TOptions> AddSettings<TOptions>(
        this IServiceCollection services, string section, Func<TOptions, IEnumerable<string?>>? check = null)
        where TOptions : class, new()
    {
        services.AddSingleton(new BoundSection(section, typeof(TOptions)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, ReadableSettings<TOptions>>(
            provider => new(provider.GetRequiredService<IConfiguration>().GetSection(section), provider.GetServices<BoundSection>())));
        if (check is not null)
        {
            services.AddSingleton<IValidateOptions<TOptions>>(new CheckedSettings<TOptions>(check));
        }

        return services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => BindAll(options, configuration.GetSection(section)))
            .ValidateOnStart();
    }

    /// <summary>A failure message for a duration outside its range, or <see langword="null"/>; both ends are allowed.</summary>
    public static string? CheckRange(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most
            ? null
            : $"{key}: {value} is not allowed: it must be {least} to {most} (days.hours:minutes:seconds).";

    /// <summary>A validation's outcome from its failures; those that are <see langword="null"/> are none.</summary>
    public static ValidateOptionsResult ToResult(this IEnumerable<string?> failures) =>
        failures.OfType<string>().ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;

    /// <summary>Takes over what is configured and can be read; what cannot is left as it is.</summary>
    /// <returns>What cannot, each with key, value and what is allowed.</returns>
    internal static string[] BindAll(object options, IConfigurationSection section) =>
        [.. PropertiesOf(options.GetType()).SelectMany(property => Bind(options, property, section.GetSection(property.Name)))];

    /// <summary>What a section has that is none of the known settings.</summary>
    internal static IEnumerable<string> FindUnknown(IConfigurationSection section, string[] known) => section.GetChildren()
        .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        .Select(child => DescribeUnknown(section, child, known));

    /// <summary>The names of the settings that options have.</summary>
    internal static IEnumerable<string> NamesOf(Type options) => PropertiesOf(options).Select(property => property.Name);

    private static PropertyInfo[] PropertiesOf(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static IEnumerable<string> BindNested(object options, IConfigurationSection section) =>
        FindUnknown(section, [.. NamesOf(options.GetType())]).Concat(BindAll(options, section));

    private static string DescribeUnknown(IConfigurationSection section, IConfigurationSection child, string[] known) =>
        $"{child.Path}: there is no such setting; " + (Similarity.Nearest(child.Key, known) is { } meant
            ? $"did you mean {section.Path}:{meant}?"
            : $"there are {string.Join(", ", known)}.");

    private static string[] Bind(object options, PropertyInfo property, IConfigurationSection setting) =>
        property.PropertyType.GetElementType() is { } element && IsSection(element) ? BindList(options, property, element, setting)
        : !IsSection(property.PropertyType) ? BindValue(options, property, setting) is { } failure ? [failure] : []
        : setting.Value is { Length: > 0 } value ? [$"{setting.Path}: '{value}' is not allowed: it is a section with settings of its own."]
        : [.. BindNested(property.GetValue(options)!, setting)];

    /// <summary>A list of options, each a section by its number.</summary>
    private static string[] BindList(object options, PropertyInfo property, Type element, IConfigurationSection setting)
    {
        if (!setting.Exists())
        {
            return [];
        }

        if (setting.Value is { Length: > 0 } value)
        {
            return [$"{setting.Path}: '{value}' is not allowed: it is a list of sections, such as {setting.Path}:0."];
        }

        var sections = setting.GetChildren().ToArray();
        var list = Array.CreateInstance(element, sections.Length);
        property.SetValue(options, list);
        return
        [
            .. sections.SelectMany((section, index) =>
            {
                var entry = Activator.CreateInstance(element)!;
                list.SetValue(entry, index);
                return BindNested(entry, section);
            }),
        ];
    }

    /// <summary>Options within options: their defaults stand in the outer ones, and only what is configured replaces them.</summary>
    private static bool IsSection(Type type) => type is { IsClass: true, IsArray: false } && type != typeof(string) && !IsTable(type);

    /// <summary>Values by names that are the user's own.</summary>
    private static bool IsTable(Type type) => typeof(IDictionary).IsAssignableFrom(type);

    private static string? BindValue(object options, PropertyInfo property, IConfigurationSection setting)
    {
        try
        {
            if (IsTable(property.PropertyType) && setting.Value is { Length: > 0 })
            {
                return $"{setting.Path}: one value is not allowed (it is not shown here): it must be names with "
                    + $"a value each, such as {setting.Path}:NAME.";
            }

            if (setting.Exists())
            {
                // Without this, entries of a list that are of a wrong type would be passed over in silence.
                property.SetValue(options, setting.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true));
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return $"{setting.Path}: '{Written(setting)}' is not allowed: it must be "
                + $"{Describe(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)}.";
        }
    }

    private static string Written(IConfigurationSection setting) =>
        setting.Value ?? string.Join(", ", setting.GetChildren().Select(child => child.Value));

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(TimeSpan) => "a duration (days.hours:minutes:seconds)",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsPrimitive => "a number",
        { IsArray: true } => $"a list, each entry {Describe(type.GetElementType()!)}",
        _ => $"of type {type.Name}",
    };
}
