using System.Globalization;

namespace LoadBalancer.Cluster.Changes;

/// <summary>A position in the changes, which stays valid when changes are added.</summary>
/// <param name="Score">The score of the last change that was read.</param>
/// <param name="Skip">The number of changes with this score that were read.</param>
public sealed record ChangeCursor(double Score, int Skip)
{
    /// <summary>Formats the position as text, for URLs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score:R}-{Skip}");

    /// <summary>Parses the text that <see cref="ToString"/> returns; returns <see langword="null"/> for anything else.</summary>
    public static ChangeCursor? TryParse(string text) =>
        text.Split('-') is [var score, var skip]
        && double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped)
            ? new(number, skipped)
            : null;

    /// <summary>Returns the position after a page that began here, given the scores of its changes, the latest first.</summary>
    internal static ChangeCursor After(ChangeCursor? start, IReadOnlyList<double> scores)
    {
        var last = scores[^1];
        return new(last, scores.Count(score => score.Equals(last)) + (start is { } begun && begun.Score.Equals(last) ? begun.Skip : 0));
    }
}
