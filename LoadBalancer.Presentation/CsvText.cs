using System.Globalization;
using System.Text;

namespace LoadBalancer.Presentation;

/// <summary>Formats CSV (RFC 4180) for spreadsheets. Pure functions, thread-safe.</summary>
internal static class CsvText
{
    /// <summary>Formats a line: text, numbers, and times (in UTC); an absent value is empty.</summary>
    public static string Line(params ReadOnlySpan<object?> values)
    {
        var line = new StringBuilder();
        var isFirst = true;
        foreach (var value in values)
        {
            line.Append(isFirst ? "" : ",").Append(value switch
            {
                null => "",
                DateTimeOffset time => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
                int or long or double => ((IFormattable)value).ToString(format: null, CultureInfo.InvariantCulture),
                _ => Field(value.ToString() ?? ""),
            });
            isFirst = false;
        }

        return line.Append("\r\n").ToString();
    }

    /// <summary>
    /// Formats text. A spreadsheet interprets text that begins with certain characters as a formula; with an apostrophe in front, it is
    /// text.
    /// </summary>
    private static string Field(string value)
    {
        var text = value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{value}" : value;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
