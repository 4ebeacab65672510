using System.Globalization;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>What was read of logs, and what could not be.</summary>
/// <param name="Lines">Lines that are requests.</param>
/// <param name="Broken">Lines that are not, the last one of a file that is cut included.</param>
/// <param name="FirstBroken">Where the first of them is: <c>FILE:LINE</c>.</param>
/// <param name="Cut">Files that end within a line, or whose compression is damaged: read up to there.</param>
internal sealed record LogProblems(long Lines, long Broken, string? FirstBroken, IReadOnlyList<string> Cut)
{
    /// <summary>Logs without a single valid line have nothing to report.</summary>
    /// <exception cref="FormatException">No line is valid, or there is none.</exception>
    public void RejectIfNothingIsValid()
    {
        if (Lines == 0 && Broken == 0)
        {
            throw new FormatException("No request: the logs are empty.");
        }

        if (Lines == 0)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"No request log: {Broken} invalid lines, the first at {FirstBroken}, and no valid line."));
        }
    }
}
