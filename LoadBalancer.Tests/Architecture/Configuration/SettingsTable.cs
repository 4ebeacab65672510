using System.Collections;
using System.Reflection;
using System.Text;

namespace LoadBalancer.Tests.Architecture.Configuration;

/// <summary>Formats the settings of a section as a Markdown table.</summary>
internal static class SettingsTable
{
    /// <summary>Returns the table, with the settings in the order in which the options declare them.</summary>
    /// <param name="section">The path of the section.</param>
    /// <param name="options">The options that are bound to the section, with their defaults.</param>
    public static string Of(string section, IEnumerable<object> options)
    {
        var table = new StringBuilder("| setting | default | allowed | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var one in options)
        {
            Append(table, section, one);
        }

        return table.ToString();
    }

    private static void Append(StringBuilder table, string path, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (key, type) = ($"{path}:{property.Name}", property.PropertyType);
            if (type.GetElementType() is { IsClass: true } element && element != typeof(string))
            {
                Append(table, $"{key}:0", Activator.CreateInstance(element)!);
            }
            else if (type is { IsClass: true, IsArray: false } && type != typeof(string) && !typeof(IDictionary).IsAssignableFrom(type))
            {
                Append(table, key, property.GetValue(options)!);
            }
            else
            {
                var shown = type.IsArray ? $"`{key}:0` …" : typeof(IDictionary).IsAssignableFrom(type) ? $"`{key}:NAME`" : $"`{key}`";
                var value = Summaries.ValueOf(property) is { } text ? char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.')
                    : SettingText.DefaultOf(property, property.GetValue(options));
                table.Append(null, $"| {shown} | {value} | {SettingText.AllowedOf(property)} | {Summaries.Of(property)} |\n");
            }
        }
    }
}
