using System.Globalization;

namespace LoadBalancer.Cluster.Changes;

/// <summary>A place in the changes: it stays the same when more are made.</summary>
/// <param name="Score">The score of the last change that was read.</param>
/// <param name="Skip">How many with this score were read.</param>
public sealed record ChangeCursor(double Score, int Skip)
{
    /// <summary>The place as a text, for URLs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score:R}-{Skip}");

    /// <summary>Reads what <see cref="ToString"/> writes; <see langword="null"/> for anything else.</summary>
    public static ChangeCursor? TryParse(string text) =>
        text.Split('-') is [var score, var skip]
        && double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped)
            ? new(number, skipped)
            : null;

    /// <summary>The place after a page that began here, given the scores of its changes, the latest first.</summary>
    internal static ChangeCursor After(ChangeCursor? start, IReadOnlyList<double> scores)
    {
        var last = scores[^1];
        return new(last, scores.Count(score => score.Equals(last)) + (start is { } begun && begun.Score.Equals(last) ? begun.Skip : 0));
    }
}
