using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace LoadBalancer.Cluster.Settings;

/// <summary>
/// Finds all values in a section that its options cannot read, since the platform's binder stops at the first one. The rest can be bound.
/// </summary>
internal sealed class SectionReader
{
    private readonly IConfigurationSection _section;
    private readonly List<string> _failures = [];
    private readonly List<string> _unreadable = [];
    private readonly Dictionary<string, string> _renamed = new(StringComparer.OrdinalIgnoreCase);

    public SectionReader(IConfigurationSection section, Type options)
    {
        _section = section;
        Read(section, options);
    }

    /// <summary>
    /// The values that cannot be read, each with key, value, and what is allowed; not including unknown keys of the section itself.
    /// </summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The keys in the section that use a former name, with their current names.</summary>
    public IReadOnlyDictionary<string, string> Renamed => _renamed;

    /// <summary>The values that can be bound, under their current names.</summary>
    public IConfiguration Readable => _unreadable.Count == 0 && _renamed.Count == 0 ? _section
        : new ConfigurationBuilder().AddInMemoryCollection(
            from pair in _section.AsEnumerable()
            where pair.Value is not null && !_unreadable.Exists(path => IsWithin(pair.Key, path))
            select KeyValuePair.Create(TodaysName(pair.Key), pair.Value)).Build().GetSection(_section.Path);

    /// <summary>Returns the names of the settings that options define.</summary>
    public static IEnumerable<string> NamesOf(Type options) => PropertiesOf(options).Select(property => property.Name);

    /// <summary>Returns the failures for keys of a section that are not known settings.</summary>
    public static IEnumerable<string> FindUnknown(IConfigurationSection section, IEnumerable<BoundSection> bound)
    {
        string[] known = [.. bound.SelectMany(one => one.NamesIn(section.Path)).Distinct(StringComparer.Ordinal)];
        var here = bound.Where(one => string.Equals(one.Path, section.Path, StringComparison.OrdinalIgnoreCase)).Select(one => one.Options);
        return FindUnknown(section, known, here);
    }

    private static IEnumerable<string> FindUnknown(IConfigurationSection section, string[] known, IEnumerable<Type> options)
    {
        var former = options.SelectMany(PropertiesOf).Select(property => FormerSetting(section, property)).OfType<IConfigurationSection>();
        return section.GetChildren()
            .ExceptBy(known.Concat(former.Select(setting => setting.Key)), child => child.Key, StringComparer.OrdinalIgnoreCase)
            .Select(child => $"{child.Path}: there is no such setting; " + (Similarity.Nearest(child.Key, known) is { } meant
                ? $"did you mean {section.Path}:{meant}?"
                : $"there are {string.Join(", ", known)}."));
    }

    private static PropertyInfo[] PropertiesOf(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsWithin(string key, string path) => key.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (key.Length == path.Length || key[path.Length] == ':');

    private string TodaysName(string key) =>
        _renamed.FirstOrDefault(renamed => IsWithin(key, renamed.Key)) is { Key: { } former } found
            ? found.Value + key[former.Length..]
            : key;

    private void Read(IConfigurationSection section, Type options)
    {
        foreach (var property in PropertiesOf(options))
        {
            var setting = section.GetSection(property.Name);
            if (FormerSetting(section, property) is { } former)
            {
                _renamed.Add(former.Path, setting.Path);
                setting = former;
            }

            Read(setting, property.PropertyType, property);
        }
    }

    /// <summary>
    /// Returns the section under a setting's former name; <see langword="null"/> if it has none, or if the current name is present.
    /// </summary>
    private static IConfigurationSection? FormerSetting(IConfigurationSection section, PropertyInfo property) =>
        property.GetCustomAttribute<FormerNameAttribute>() is { } former && !section.GetSection(property.Name).Exists()
        && section.GetSection(former.Name) is var setting && setting.Exists() ? setting : null;

    private void Read(IConfigurationSection setting, Type type, PropertyInfo property)
    {
        if (type.GetElementType() is { } element && IsSection(element))
        {
            ReadList(setting, element, property);
        }
        else if (!IsSection(type))
        {
            ReadValue(setting, type);
        }
        else if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it is a section with settings of its own.");
        }
        else
        {
            ReadNested(setting, type);
        }
    }

    private void ReadList(IConfigurationSection setting, Type element, PropertyInfo property)
    {
        if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it is a list of sections, such as {property.Name}:0.");
            return;
        }

        foreach (var entry in setting.GetChildren())
        {
            ReadNested(entry, element);
        }
    }

    private void ReadNested(IConfigurationSection section, Type options)
    {
        _failures.AddRange(FindUnknown(section, [.. NamesOf(options)], [options]));
        Read(section, options);
    }

    private void ReadValue(IConfigurationSection setting, Type type)
    {
        if (IsTable(type) && setting.Value is { Length: > 0 })
        {
            Fail(
                setting,
                $"one value is not allowed (it is not shown here): it must be names with a value each, such as {setting.Path}:NAME.");
            return;
        }

        if (type.GetElementType() is { } element)
        {
            ReadValues(setting, element);
        }
        else if (setting.Exists() && !IsTable(type) && !IsReadable(setting, type))
        {
            Fail(setting, $"'{Written(setting)}' is not allowed: it must be {Describe(Nullable.GetUnderlyingType(type) ?? type)}.");
        }
    }

    private void ReadValues(IConfigurationSection setting, Type element)
    {
        if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it must be a list, such as {setting.Path}:0.");
        }

        foreach (var entry in setting.GetChildren().Where(entry => !IsReadable(entry, element)))
        {
            Fail(entry, $"'{Written(entry)}' is not allowed: it must be {Describe(element)}.");
        }
    }

    private static bool IsReadable(IConfigurationSection setting, Type type)
    {
        if (setting.GetChildren().Any())
        {
            return false;
        }

        if (type == typeof(string) || (string.IsNullOrEmpty(setting.Value) && Nullable.GetUnderlyingType(type) is not null))
        {
            return true;
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(setting.Value ?? "") is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }

    private static string Written(IConfigurationSection setting) =>
        setting.Value ?? string.Join(", ", setting.GetChildren().Select(child => child.Value));

    private void Fail(IConfigurationSection setting, string reason)
    {
        _failures.Add($"{setting.Path}: {reason}");
        _unreadable.Add(setting.Path);
    }

    /// <summary>Whether a type is nested options.</summary>
    private static bool IsSection(Type type) => type is { IsClass: true, IsArray: false } && type != typeof(string) && !IsTable(type);

    /// <summary>Whether a type is a dictionary with keys that the user chooses.</summary>
    private static bool IsTable(Type type) => typeof(IDictionary).IsAssignableFrom(type);

    private static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(TimeSpan) => "a duration (days.hours:minutes:seconds)",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsPrimitive => "a number",
        _ => "a text",
    };
}
