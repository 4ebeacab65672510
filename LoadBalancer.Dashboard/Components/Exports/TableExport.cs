using LoadBalancer.Dashboard.State;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.Components.Exports;

/// <summary>Writes tables of the pages as CSV, with numbers instead of texts for people. Pure functions, thread-safe.</summary>
internal static class TableExport
{
    /// <summary>Writes servers, in the order given.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="minutes">The traffic of the last minute.</param>
    public static IEnumerable<string> OfServers(IEnumerable<ServerView> servers, ServerMinutes minutes) => servers
        .Select(server => (server, record: server.Server, minute: minutes.Of(server)))
        .Select(row => CsvText.Line(
            row.record.Id,
            row.record.Url,
            row.record.State.ToString().ToLowerInvariant(),
            !row.server.IsHealthy ? "unhealthy" : row.server.IsChecked ? "healthy" : "unchecked",
            Math.Round(minutes.RateOf(row.server), 2),
            row.minute.ErrorRate is { } rate ? Math.Round(rate, 4) : null,
            row.minute.ClientErrorRate is { } clients ? Math.Round(clients, 4) : null,
            row.minute.Attempts,
            row.minute.FailedAttempts,
            row.minute.P99?.TotalMilliseconds,
            row.server.InFlight,
            row.record.Weight,
            row.server.EffectiveWeight,
            Math.Round(row.server.KeyShare, 6),
            Math.Round(row.server.RequestShare, 6),
            row.server.TotalRequests,
            row.server.LeaseLeft is { } lease ? Math.Round(Math.Max(0, lease.TotalSeconds)) : null,
            row.record.Since,
            row.record.Build))
        .Prepend(CsvText.Line(
            "id", "url", "state", "health", "requestsPerSecond", "serverErrorRate", "clientErrorRate", "attempts", "failedAttempts",
            "p99Ms", "inFlight", "weight", "effectiveWeight", "keyShare", "trafficShare", "totalRequests", "leaseSeconds", "since",
            "build"));

    /// <summary>Writes the gateways: those that report, and those that have stopped.</summary>
    public static IEnumerable<string> OfGateways(DashboardSnapshot snapshot) => snapshot.LostGateways
        .Select(lost => CsvText.Line(lost.Name, lost.Gateway, "lost", lost.LostSince))
        .Concat(snapshot.Gateways.Select(gateway => CsvText.Line(
            gateway.Status.Name,
            gateway.Process,
            gateway.Divergence is { IsLasting: true } ? "outOfSync" : gateway.Divergence is null ? "inSync" : "applying",
            gateway.Divergence?.Since,
            gateway.Status.Version,
            gateway.Status.Digest,
            gateway.Status.Algorithm,
            gateway.Status.Unhealthy.Count,
            gateway.InFlight,
            gateway.Status.Rejected,
            gateway.Status.Started,
            gateway.Status.Facts?.Build,
            gateway.Status.Facts is { } facts ? string.Join(' ', facts.Urls) : null)))
        .Prepend(CsvText.Line(
            "gateway", "process", "sync", "outOfSyncOrLostSince", "version", "digest", "algorithm", "unhealthy", "inFlight", "rejected",
            "started", "build", "urls"));

    /// <summary>Writes the frequent keys, in the order of the page.</summary>
    public static IEnumerable<string> OfHotKeys(DashboardSnapshot snapshot) => snapshot.HotKeys
        .Select(row => CsvText.Line(
            row.Key.Key,
            row.Key.Requests,
            row.Key.Error,
            Math.Round(row.Share, 6),
            row.Recent is { } recent ? Math.Round(recent.Share, 6) : null,
            row.Recent?.Trend.ToString().ToLowerInvariant(),
            row.Owner))
        .Prepend(CsvText.Line(
            "key", "requestsAtMost", "overcountAtMost", "trafficShareAtMost", "recentShareAtMost", "trend", "owner"));

    /// <summary>Writes events, the latest first.</summary>
    public static IEnumerable<string> OfEvents(DashboardSnapshot snapshot, EventQuery query) => snapshot.Events
        .Where(query.Matches)
        .Select(one => CsvText.Line(
            one.At,
            one.Kind,
            one.Servers is { } several ? string.Join(' ', several) : one.Server,
            one.OtherServers,
            one.Gateway,
            one.By,
            one.Detail))
        .Prepend(CsvText.Line("at", "kind", "servers", "otherServers", "gateway", "by", "detail"));
}
