using System.Text.RegularExpressions;

namespace LoadBalancer.AppHost.Output;

/// <summary>A line that a resource wrote, without what Aspire puts before it.</summary>
/// <param name="Text">What the process wrote.</param>
/// <param name="IsError">Whether it is a warning, an error, or came on standard error.</param>
/// <param name="Category">The category of .NET's log; <see langword="null"/> where the line is none of it.</param>
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

    /// <summary>The time that Aspire adds, such as 2026-01-31T12:34:56.7890000Z.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z? ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();

    /// <summary>What Aspire has .NET's console colour its lines with.</summary>
    [GeneratedRegex(@"\e\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();

    /// <summary>How .NET's console begins a line, with or without a time: level and, mostly, category.</summary>
    [GeneratedRegex(
        @"^(\d\d:\d\d:\d\d\.\d+ )?(?<level>[a-z]{4}): ((?<category>[^\[ ]+)\[)?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Logged();
}
