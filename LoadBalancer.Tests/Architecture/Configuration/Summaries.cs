using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LoadBalancer.Tests.Architecture.Configuration;

/// <summary>Reads the XML documentation of properties as Markdown.</summary>
internal static partial class Summaries
{
    /// <summary>Returns the summary of a property.</summary>
    public static string Of(PropertyInfo property) => Read(property, "summary")
        ?? throw new ArgumentException($"{property.DeclaringType}.{property.Name} has no summary.", nameof(property));

    /// <summary>Returns the documented default of a property whose value does not show it; <see langword="null"/> otherwise.</summary>
    public static string? ValueOf(PropertyInfo property) => Read(property, "value");

    private static string? Read(PropertyInfo property, string element)
    {
        var assembly = property.DeclaringType!.Assembly;
        var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        var name = $"P:{property.DeclaringType.FullName}.{property.Name}";
        var found = file.Descendants("member")
            .Single(member => string.Equals(member.Attribute("name")!.Value, name, StringComparison.Ordinal))
            .Element(element);
        return found is null ? null : Spaces().Replace(string.Concat(found.Nodes().Select(Show)), " ").Trim();
    }

    private static string Show(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference =>
            $"`{reference.Value[(reference.Value.LastIndexOf('.') + 1)..]}`",
        _ => throw new NotSupportedException(node.ToString()),
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Spaces();
}
