using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Dashboard.State.Statistics;

/// <summary>The numbers of a server's statistics that can be added, in their order in columns.</summary>
internal static class StatisticsColumn
{
    /// <summary>The column of the requests.</summary>
    public const int Requests = 0;

    /// <summary>The number of columns.</summary>
    public const int Count = 15;

    /// <summary>Writes the numbers of statistics into a row.</summary>
    public static void Write(ServerStatistics statistics, Span<long> row)
    {
        var responses = statistics.Responses;
        (row[Requests], row[1], row[2], row[3]) = (statistics.Requests, statistics.Failures, statistics.Retries, statistics.Spills);
        Write(responses.FromServers, row[4..9]);
        Write(responses.FromGateway, row[9..14]);
        row[14] = responses.ClientsLeft;
    }

    /// <summary>Returns the statistics with the numbers of a row.</summary>
    public static ServerStatistics Read(ReadOnlySpan<long> row, int maxInFlight, LatencyHistogram latency) =>
        new(row[Requests], row[1], row[2], row[3], maxInFlight, latency)
        {
            Responses = new(ReadClasses(row[4..9]), ReadClasses(row[9..14]), row[14]),
        };

    private static void Write(StatusClasses classes, Span<long> row) => (row[0], row[1], row[2], row[3], row[4]) = (
        classes.Informational, classes.Successful, classes.Redirection, classes.ClientErrors, classes.ServerErrors);

    private static StatusClasses ReadClasses(ReadOnlySpan<long> row) => new(row[0], row[1], row[2], row[3], row[4]);
}
