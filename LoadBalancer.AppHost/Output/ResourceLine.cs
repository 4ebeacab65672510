using System.Text.RegularExpressions;

namespace LoadBalancer.AppHost.Output;

/// <summary>A line that a resource wrote, without the prefix that Aspire adds.</summary>
/// <param name="Text">The text that the process wrote.</param>
/// <param name="IsError">Whether the line is a warning or an error, or was written to standard error.</param>
/// <param name="Category">
/// The category of the .NET log message; <see langword="null"/> if the line is not the start of one, or has no category.
/// </param>
internal readonly partial record struct ResourceLine(string Text, bool IsError, string? Category)
{
    public static ResourceLine Parse(LogLine line)
    {
        var text = Colour().Replace(Stamp().Replace(line.Content, ""), "");
        var logged = Logged().Match(text);
        return new ResourceLine(
            text,
            line.IsErrorMessage || logged.Groups["level"].Value is "warn" or "fail" or "crit",
            logged.Groups["category"] is { Success: true, Value: var category } ? category : null);
    }

    /// <summary>Matches the timestamp that Aspire adds, such as 2026-01-31T12:34:56.7890000Z.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z? ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();

    /// <summary>Matches the color codes of .NET's console logger, which Aspire turns on.</summary>
    [GeneratedRegex(@"\e\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();

    /// <summary>
    /// Matches the start of a line of .NET's console logger, with or without a time: the level and, usually, the category.
    /// </summary>
    [GeneratedRegex(
        @"^(\d\d:\d\d:\d\d\.\d+ )?(?<level>[a-z]{4}): ((?<category>[^\[ ]+)\[)?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Logged();
}
