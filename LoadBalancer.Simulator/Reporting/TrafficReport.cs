using System.Text.Json.Serialization;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.RequestLog;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The figures of request logs: the JSON of <c>--json</c>.</summary>
/// <param name="Log">The number of lines that were read, and the problems found in them.</param>
/// <param name="Requests">The requests in the requested period.</param>
/// <param name="From">The time of the first request; <see langword="null"/> if the log has no times.</param>
/// <param name="To">The time of the last request; <see langword="null"/> if the log has no times.</param>
/// <param name="ServerErrors">The requests with a status of 500 or more.</param>
/// <param name="Retries">The attempts beyond the first of each request.</param>
/// <param name="Bytes">The total length of the response bodies.</param>
/// <param name="LatencyMs">The latency of all requests.</param>
/// <param name="PeakToMean">The requests of the busiest server, relative to the mean.</param>
/// <param name="Servers">The figures of each server, by id in ordinal order, including those of <c>--servers</c>.</param>
/// <param name="WithoutServer">The requests that were not sent to any server.</param>
/// <param name="Statuses">The requests by status.</param>
/// <param name="Reasons">The requests by the reason for which their server was selected.</param>
/// <param name="Methods">The requests by method.</param>
/// <param name="Gateways">The requests by gateway.</param>
/// <param name="Keys">How unevenly requests are distributed over keys.</param>
/// <param name="BinSeconds">The length of the intervals of <paramref name="OverTime"/>, in seconds.</param>
/// <param name="OverTime">Requests and failures over time; intervals without requests are omitted.</param>
internal sealed record TrafficReport(
    LogProblems Log,
    long Requests,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long ServerErrors,
    long Retries,
    long Bytes,
    LatencyFigures? LatencyMs,
    double? PeakToMean,
    IReadOnlyList<ServerReport> Servers,
    long WithoutServer,
    IReadOnlyList<NamedCount> Statuses,
    IReadOnlyList<NamedCount> Reasons,
    IReadOnlyList<NamedCount> Methods,
    IReadOnlyList<NamedCount> Gateways,
    KeySkew Keys,
    double BinSeconds,
    IReadOnlyList<TimeReport> OverTime)
{
    /// <summary>The requests with a status of 400 to 498.</summary>
    public long ClientErrors { get; init; }

    /// <summary>The requests with the status 499: the client disconnected before a response began.</summary>
    public long ClientsLeft { get; init; }

    /// <summary>The requests by the cause of their last failure.</summary>
    public IReadOnlyList<CauseReport> Causes { get; init; } = [];

    /// <summary>Whether the servers and their weights were given.</summary>
    [JsonIgnore]
    public bool HasWeights => Servers.Any(server => server.ExpectedShare is not null);

    /// <summary>The server that is the furthest above its share: the one that needs more capacity; absent without requests.</summary>
    public BusiestServer? Busiest => Servers
        .Select(server => new BusiestServer(server.Id, server.Share / ExpectedShareOf(server) ?? 0))
        .Where(server => server.Ratio > 0)
        .MaxBy(server => server.Ratio);

    /// <summary>Returns the share that a server should have; <see langword="null"/> if the given servers do not contain it.</summary>
    public double? ExpectedShareOf(ServerReport server) => HasWeights ? server.ExpectedShare : 1.0 / Servers.Count;

    /// <summary>Returns what a reader must know: problems of the logs, and servers that are missing in <c>--servers</c>.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var line in LogLines.Of(Log))
        {
            yield return line;
        }

        string[] others = HasWeights
            ? [.. Servers.Where(server => server.ExpectedShare is null).Select(server => server.Id).Order(NaturalOrder.Instance)]
            : [];
        if (others.Length > 0)
        {
            var names = string.Join(", ", others.Take(MostNames).Select(VisibleText.Name));
            yield return $"--servers does not list {Figures.Count(others.Length)} of the servers in the log: {names}"
                + $"{(others.Length > MostNames ? ", …" : "")}. They have no expected share.";
        }
    }

    private const int MostNames = 5;
}
