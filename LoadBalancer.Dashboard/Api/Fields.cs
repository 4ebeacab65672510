using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Dashboard.Responses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Checks of single fields; each returns <see langword="null"/> or a problem that names the field.</summary>
internal static class Fields
{
    public static ProblemHttpResult? Check(string field, string? reason) =>
        reason is null ? null : Problems.OfField(field, reason);

    public static ProblemHttpResult Missing(string field) =>
        Problems.OfField(field, "a value is required.");

    /// <summary>Checks the name of an algorithm. Numbers and combinations of names are not allowed.</summary>
    public static ProblemHttpResult? CheckAlgorithm(string? text, out PlacementAlgorithm? algorithm)
    {
        algorithm = Enum.GetValues<PlacementAlgorithm>().Cast<PlacementAlgorithm?>()
            .FirstOrDefault(known => string.Equals(known.ToString(), text, StringComparison.OrdinalIgnoreCase));
        return text is null ? Missing("algorithm")
            : algorithm is null ? Problems.OfField(
                "algorithm",
                $"'{Shorten(text)}' is not allowed: it must be one of {string.Join(", ", Enum.GetNames<PlacementAlgorithm>())}.")
            : null;
    }

    /// <summary>Checks a whole number in digits, of a query parameter that may be absent; both ends are inclusive.</summary>
    public static ProblemHttpResult? CheckNumber(string field, string? text, int least, int most, out int? number)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        number = isNumber && read >= least && read <= most ? read : null;
        return text is null || number is not null
            ? null
            : Problems.OfField(field, $"'{Shorten(text)}' is not allowed: it must be {least} to {most}.");
    }

    /// <summary>Checks a time with a zone (ISO 8601), of a query parameter that may be absent.</summary>
    public static ProblemHttpResult? CheckTime(string field, string? text, out DateTimeOffset? time)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = isTime ? read : null;
        return text is null || isTime
            ? null
            : Problems.OfField(
                field,
                $"'{Shorten(text)}' is not allowed: it must be a time such as 2026-01-31T12:00:00Z.");
    }

    public static string Shorten(string text) => text.Length > 100 ? string.Concat(text.AsSpan(0, 100), "…") : text;
}
