using System.Text.Json;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Api;

/// <summary>Exports changes as files: CSV (RFC 4180) for spreadsheets, and JSON lines. Pure functions, thread-safe.</summary>
internal static class ChangeExport
{
    public const string Header = "at,kind,server,gateway,by,detail\r\n";

    /// <summary>Formats one line of CSV.</summary>
    public static string ToCsv(ClusterEvent change) => CsvText.Line(
        change.At, change.Kind, change.Server, change.Gateway, change.By, change.Detail);

    /// <summary>Formats one line of JSON, as in <c>/api/changes</c>.</summary>
    public static string ToJsonLine(ClusterEvent change) =>
        JsonSerializer.Serialize(EventResponse.Of(change), DashboardJson.Default.EventResponse) + "\n";
}
