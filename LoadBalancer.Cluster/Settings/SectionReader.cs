using System.Collections;
using System.ComponentModel;
using System.Globalization;
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

    /// <summary>
    /// The values that can be bound, under their current names; a value that is <see langword="null"/> keeps the default.
    /// </summary>
    public IConfiguration Readable => new ConfigurationBuilder().AddInMemoryCollection(
            from pair in _section.AsEnumerable()
            where pair.Value is not null && !_unreadable.Exists(path => IsWithin(pair.Key, path))
            select KeyValuePair.Create(TodaysName(pair.Key), pair.Value)).Build().GetSection(_section.Path);

    /// <summary>Returns a failure under the name that the user wrote.</summary>
    public string AsWritten(string failure) =>
        _renamed.FirstOrDefault(renamed => IsWithin(failure, renamed.Value)) is { Key: { } former } found
            ? former + failure[found.Value.Length..]
            : failure;

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
        var former = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in options.SelectMany(PropertiesOf))
        {
            if (property.GetCustomAttribute<FormerNameAttribute>() is { } renamed)
            {
                former.Add(renamed.Name, property.Name);
            }
        }

        return section.GetChildren()
            .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => former.TryGetValue(child.Key, out var today)
                ? DescribeFormer(section, child, today)
                : $"{child.Path}: unknown setting; " + (Similarity.Nearest(child.Key, known) is { } meant
                    ? $"did you mean {section.Path}:{meant}?"
                    : $"known settings: {string.Join(", ", known)}."))
            .OfType<string>();
    }

    /// <summary>Returns the failure for a former name whose current name is present too; <see langword="null"/> if it is not.</summary>
    private static string? DescribeFormer(IConfigurationSection section, IConfigurationSection former, string today) =>
        section.GetSection(today).Exists()
            ? $"{former.Path}: this setting is now named {section.Path}:{today}, which is also set: remove the old one."
            : null;

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

            ReadSetting(setting, property.PropertyType);
        }
    }

    /// <summary>
    /// Returns the section under a setting's former name; <see langword="null"/> if it has none, or if the current name is present.
    /// </summary>
    private static IConfigurationSection? FormerSetting(IConfigurationSection section, PropertyInfo property) =>
        property.GetCustomAttribute<FormerNameAttribute>() is { } former && !section.GetSection(property.Name).Exists()
        && section.GetSection(former.Name) is var setting && setting.Exists() ? setting : null;

    private void ReadSetting(IConfigurationSection setting, Type type)
    {
        if (type.GetElementType() is { } element && IsSection(element))
        {
            ReadList(setting, element);
        }
        else if (!IsSection(type))
        {
            ReadValue(setting, type);
        }
        else if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it is a section that contains settings.");
        }
        else
        {
            ReadNested(setting, type);
        }
    }

    private void ReadList(IConfigurationSection setting, Type element)
    {
        if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it is a list of sections, such as {setting.Path}:0.");
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
        if (IsTable(type))
        {
            ReadTable(setting);
        }
        else if (type.GetElementType() is { } element)
        {
            ReadValues(setting, element);
        }
        else if (setting.Exists() && !IsReadable(setting, type))
        {
            Fail(setting, DescribeValue(setting, Nullable.GetUnderlyingType(type) ?? type));
        }
    }

    /// <summary>Names with a value each. Values may be secrets, and are not shown.</summary>
    private void ReadTable(IConfigurationSection setting)
    {
        if (setting.Value is { Length: > 0 })
        {
            Fail(
                setting,
                $"one value is not allowed (it is not shown here): it must be a set of named values, such as {setting.Path}:NAME.");
        }

        foreach (var nested in setting.GetChildren().Where(child => child.GetChildren().Any()))
        {
            Fail(nested, "settings below a name are not allowed: each name has one value.");
        }
    }

    private void ReadValues(IConfigurationSection setting, Type element)
    {
        if (setting.Value is { Length: > 0 } value)
        {
            Fail(setting, $"'{value}' is not allowed: it must be a list, such as {setting.Path}:0.");
        }

        foreach (var entry in setting.GetChildren().Where(entry => entry.Value is null || !IsReadable(entry, element)))
        {
            Fail(entry, DescribeValue(entry, element));

            // Without one of its entries the numbers of the others would be wrong.
            _unreadable.Add(setting.Path);
        }
    }

    private static bool IsReadable(IConfigurationSection setting, Type type)
    {
        if (setting.GetChildren().Any())
        {
            return false;
        }

        if (type == typeof(string) || setting.Value is null)
        {
            return true;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return setting.Value.Length == 0 || IsReadable(setting, underlying);
        }

        if (type == typeof(int) || type == typeof(long))
        {
            // As the binder reads it; the converters of the platform would also take hexadecimal numbers.
            return long.TryParse(setting.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                && (type == typeof(long) || number is >= int.MinValue and <= int.MaxValue);
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(setting.Value) is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }

    private static string DescribeValue(IConfigurationSection setting, Type type) =>
        (setting.Value is { } value ? $"'{value}' is" : setting.GetChildren().Any() ? "settings below it are" : "an empty value is")
        + $" not allowed: it must be {Describe(type)}.";

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
        _ => "a string",
    };
}
