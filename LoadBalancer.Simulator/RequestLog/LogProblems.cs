using System.Globalization;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>The number of lines that were read from logs, and the problems found in them.</summary>
/// <param name="Lines">The number of lines that are requests.</param>
/// <param name="Broken">The number of lines that are not, including the last line of a truncated file.</param>
/// <param name="FirstBroken">The position of the first broken line: <c>FILE:LINE</c>.</param>
/// <param name="Cut">The files that end within a line or whose compression is damaged; they were read up to there.</param>
internal sealed record LogProblems(long Lines, long Broken, string? FirstBroken, IReadOnlyList<string> Cut)
{
    /// <summary>Throws if there is no valid line, and therefore nothing to report.</summary>
    /// <exception cref="FormatException">No line is valid, or the logs are empty.</exception>
    public void RejectIfNothingIsValid()
    {
        if (Lines == 0 && Broken == 0)
        {
            throw new FormatException("The logs are empty: no requests.");
        }

        if (Lines == 0)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"Not a request log: {Broken} broken lines, the first at {FirstBroken}, and no valid ones."));
        }
    }
}
