using System.Globalization;

namespace LoadBalancer.Core.Names;

/// <summary>Formats a list of names for a sentence, however many there are. Thread-safe.</summary>
public static class NameList
{
    private const int Most = 3;

    /// <summary>Returns all names, or the first three and the number of further ones.</summary>
    /// <param name="names">The names.</param>
    /// <param name="others">The number of further names.</param>
    public static string Of<TName>(IEnumerable<TName> names, int others = 0)
        where TName : struct, IName<TName>
    {
        var all = names.ToArray();
        var rest = Math.Max(0, all.Length - Most) + others;
        var shown = string.Join(", ", all.Take(Most));
        return rest == 0 ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {rest} more");
    }
}
