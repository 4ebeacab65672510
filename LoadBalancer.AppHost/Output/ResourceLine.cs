using System.Text.RegularExpressions;

namespace LoadBalancer.AppHost.Output;

/// <summary>A line that a resource wrote, without what Aspire puts before it.</summary>
/// <param name="Text">What the process wrote.</param>
/// <param name="IsError">Whether it is a warning, an error, or came on standard error.</param>
internal readonly partial record struct ResourceLine(string Text, bool IsError)
{
    public static ResourceLine Parse(LogLine line)
    {
        var text = Colour().Replace(Stamp().Replace(line.Content, ""), "");
        return new ResourceLine(text, line.IsErrorMessage || Severe().IsMatch(text));
    }

    /// <summary>The time that Aspire adds, such as 2026-01-31T12:34:56.7890000Z.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z? ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Stamp();

    /// <summary>What Aspire has .NET's console colour its lines with.</summary>
    [GeneratedRegex(@"\e\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();

    /// <summary>.NET's console levels from warning on, with or without a time before them.</summary>
    [GeneratedRegex(@"^(\d\d:\d\d:\d\d\.\d+ )?(warn|fail|crit): ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Severe();
}
