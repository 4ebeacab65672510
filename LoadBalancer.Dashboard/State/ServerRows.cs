using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Presentation;

namespace LoadBalancer.Dashboard.State;

/// <summary>The servers that match a query, in its order, and the page of them that is shown. Immutable.</summary>
/// <param name="All">The servers on all pages.</param>
/// <param name="Page">The page that is shown, from 0: the last one if the query is beyond it.</param>
internal sealed record ServerRows(ImmutableArray<ServerView> All, int Page)
{
    /// <summary>The number of servers on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The column of the ids, in natural order.</summary>
    public const string ByName = "server";

    /// <summary>The names of the columns that can be sorted by.</summary>
    public static readonly ImmutableArray<string> Columns =
        [ByName, "state", "requests", "errors", "failed", "p99", "in-flight", "weight", "keys", "traffic", "age"];

    /// <summary>The names of the states that can be selected.</summary>
    public static readonly ImmutableArray<string> States = ["usable", "unhealthy", "draining"];

    /// <summary>The servers on the page.</summary>
    public IEnumerable<ServerView> Shown => All.Skip(Page * PageSize).Take(PageSize);

    /// <summary>Returns the rows of a query. O(n log n) in the servers.</summary>
    /// <param name="servers">The servers in natural order, which decides between equal ones.</param>
    /// <param name="query">The query.</param>
    /// <param name="minutes">The traffic of the last minute; computed for all servers only if the order depends on it.</param>
    public static ServerRows Of(ImmutableArray<ServerView> servers, ServerQuery query, ServerMinutes minutes)
    {
        ImmutableArray<ServerView> all = [.. Sort(servers.Where(server => Matches(server, query)), query, minutes)];
        return new(all, Math.Clamp(query.Page, 0, Math.Max(0, (all.Length - 1) / PageSize)));
    }

    /// <summary>Returns servers in the natural order of their ids.</summary>
    public static ImmutableArray<ServerView> InOrder(ImmutableArray<ServerView> servers) =>
        [.. servers.OrderBy(server => server.Server.Id.Value, NaturalOrder.Instance)];

    /// <summary>Whether a server is in one of <see cref="States"/>; any server is in the empty one.</summary>
    public static bool IsIn(ServerView server, string state) => state switch
    {
        "usable" => server.IsHealthy && server.Server.State != ServerState.Draining,
        "unhealthy" => !server.IsHealthy,
        "draining" => server.Server.State == ServerState.Draining,
        _ => true,
    };

    private static bool Matches(ServerView server, ServerQuery query) => IsIn(server, query.State)
        && (query.Text.Length == 0
            || server.Server.Id.Value.Contains(query.Text, StringComparison.OrdinalIgnoreCase)
            || server.Server.Url.Contains(query.Text, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<ServerView> Sort(IEnumerable<ServerView> servers, ServerQuery query, ServerMinutes minutes)
    {
        return query.Column switch
        {
            "state" => By(server => server.IsHealthy ? server.Server.State == ServerState.Draining ? 1 : 0 : 2),
            "requests" => By(server => minutes.Of(server).Requests),
            "errors" => By(server => minutes.Of(server) is { Responses: > 0 } minute ? (double)minute.Errors / minute.Responses : -1),
            "failed" => By(server => minutes.Of(server).FailureRate),
            "p99" => By(server => minutes.Of(server).P99 ?? TimeSpan.MinValue),
            "in-flight" => By(server => server.InFlight),
            "weight" => By(server => server.Server.Weight),
            "keys" => By(server => server.KeyShare),
            "traffic" => By(server => server.RequestShare),
            "age" => By(server => -server.Server.Since.UtcTicks),
            _ => query.IsDescending ? servers.Reverse() : servers,
        };

        IEnumerable<ServerView> By<TKey>(Func<ServerView, TKey> keyOf) =>
            query.IsDescending ? servers.OrderByDescending(keyOf) : servers.OrderBy(keyOf);
    }
}
