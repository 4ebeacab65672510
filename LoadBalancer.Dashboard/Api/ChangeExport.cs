using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Api.Responses;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Exports changes as files: CSV (RFC 4180) for spreadsheets, and JSON lines. Pure functions, thread-safe.</summary>
internal static class ChangeExport
{
    public const string Header = "at,kind,server,gateway,by,detail\r\n";

    /// <summary>Formats one line of CSV.</summary>
    public static string ToCsv(ClusterEvent change) => string.Join(
        ',',
        change.At.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
        change.Kind.ToString(),
        Field(change.Server?.Value),
        Field(change.Gateway?.Value),
        Field(change.By),
        Field(change.Detail)) + "\r\n";

    /// <summary>Formats one line of JSON, as in <c>/api/changes</c>.</summary>
    public static string ToJsonLine(ClusterEvent change) =>
        JsonSerializer.Serialize(EventResponse.Of(change), DashboardJson.Default.EventResponse) + "\n";

    /// <summary>
    /// Formats a field. A spreadsheet interprets text that begins with certain characters as a formula; with an apostrophe in front, it is
    /// text.
    /// </summary>
    private static string Field(string? text)
    {
        var value = text ?? "";
        var builder = new StringBuilder();
        if (value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..])
        {
            builder.Append('\'');
        }

        builder.Append(value);
        return builder.ToString().AsSpan().ContainsAny(",\"\r\n") ? $"\"{builder.Replace("\"", "\"\"")}\"" : builder.ToString();
    }
}
