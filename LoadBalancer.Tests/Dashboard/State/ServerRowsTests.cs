using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Dashboard.State;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.State;

public sealed class ServerRowsTests
{
    private static readonly ServerQuery All = new("", "", ServerRows.ByName, IsDescending: false, Page: 0);

    [Fact]
    public void Of_TenThousandServers_HasTheNaturalOrderAndTheLastPage()
    {
        var servers = ServerRows.InOrder([.. Enumerable.Range(1, 10_000).Reverse().Select(number => ViewOf($"edge-{number}"))]);

        var rows = Of(servers, All with { Page = 1_000_000 });

        Assert.Equal(10_000, rows.All.Length);
        Assert.Equal(["edge-1", "edge-2", "edge-3"], rows.All.Take(3).Select(IdOf));
        Assert.Equal(399, rows.Page);
        Assert.Equal(["edge-9976", "edge-10000"], [IdOf(rows.Shown.First()), IdOf(rows.Shown.Last())]);
        Assert.Equal(ServerRows.PageSize, rows.Shown.Count());
    }

    [Theory]
    [InlineData("EDGE-1", "edge-1,edge-12")]
    [InlineData("10.0.0.2:", "edge-2")]
    [InlineData("%00\"><", "")]
    public void Of_Text_SelectsByIdOrUrl(string text, string expected)
    {
        var rows = Of([ViewOf("edge-1"), ViewOf("edge-2", "http://10.0.0.2:80"), ViewOf("edge-12")], All with { Text = text });

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), rows.All.Select(IdOf));
        Assert.Equal(0, rows.Page);
    }

    [Theory]
    [InlineData("usable", "a")]
    [InlineData("unhealthy", "b,c")]
    [InlineData("draining", "c,d")]
    [InlineData("", "a,b,c,d")]
    public void Of_State_SelectsThoseInIt(string state, string expected)
    {
        ImmutableArray<ServerView> servers =
        [
            ViewOf("a"),
            ViewOf("b") with { IsHealthy = false },
            Draining(ViewOf("c")) with { IsHealthy = false },
            Draining(ViewOf("d")),
        ];

        Assert.Equal(expected.Split(','), Of(servers, All with { State = state }).All.Select(IdOf));
    }

    [Fact]
    public void Of_AnyColumn_KeepsTheNaturalOrderOfEqualServers()
    {
        var servers = ServerRows.InOrder([ViewOf("s10"), ViewOf("s9"), ViewOf("s1")]);

        Assert.All(ServerRows.Columns.Skip(1), column => Assert.All(
            [false, true],
            isDescending => Assert.Equal(
                ["s1", "s9", "s10"], Of(servers, All with { Column = column, IsDescending = isDescending }).All.Select(IdOf))));
        Assert.Equal(["s10", "s9", "s1"], Of(servers, All with { IsDescending = true }).All.Select(IdOf));
    }

    [Theory]
    [InlineData("requests", "few,none,many")]
    [InlineData("errors", "many,few,none")]
    [InlineData("p99", "many,few,none")]
    public void Of_ColumnOfTheLastMinute_SortsByIt(string column, string expected)
    {
        ImmutableArray<ServerView> servers = [ViewOf("few"), ViewOf("many"), ViewOf("none")];
        var timeline = Timelines.Of(DateTimeOffset.UnixEpoch, [ImmutableDictionary<ServerId, ServerStatistics>.Empty
            .Add(new("few"), StatisticsOf(requests: 100, errors: 1, milliseconds: 5))
            .Add(new("many"), StatisticsOf(requests: 900, errors: 90, milliseconds: 50))]);
        var query = All with { Column = column, IsDescending = column != "requests" };

        var rows = ServerRows.Of(servers, query, new(timeline.LastMinute));

        // Ascending, a server without requests comes first.
        Assert.Equal(column == "requests" ? ["none", "few", "many"] : expected.Split(','), rows.All.Select(IdOf));
    }

    [Theory]
    [InlineData(null, null, null, null, "", "", "server", false, 0)]
    [InlineData("  edge ", "draining", "-p99", "3", "edge", "draining", "p99", true, 2)]
    [InlineData("edge", "DRAINING", "-nothing", "0", "edge", "", "server", false, 0)]
    [InlineData("", "x", "--", "-4", "", "", "server", false, 0)]
    [InlineData("", "", "-server", "99999999999", "", "", "server", true, 0)]
    public void Read_Parameters_AreTakenOrIgnored(
        string? text, string? state, string? sort, string? page, string readText, string readState, string column, bool isDescending, int at)
    {
        var query = ServerQuery.Read(name => name switch { "q" => text, "state" => state, "sort" => sort, _ => page });

        Assert.Equal(new(readText, readState, column, isDescending, at), query);
    }

    [Fact]
    public void Read_EndlessText_IsCut() =>
        Assert.Equal(ServerQuery.LongestText, ServerQuery.Read(_ => new string('x', 100_000)).Text.Length);

    [Fact]
    public void SortedBy_Clicks_BeginWithTheGreatestAndTurn()
    {
        var first = (All with { Page = 7 }).SortedBy("p99");
        var second = first.SortedBy("p99");

        Assert.Equal(("-p99", 0), (first.Sort, first.Page));
        Assert.Equal("p99", second.Sort);
        Assert.Null(second.SortedBy(ServerRows.ByName).Sort);
        Assert.Equal("-server", All.SortedBy(ServerRows.ByName).Sort);
    }

    private static ServerRows Of(ImmutableArray<ServerView> servers, ServerQuery query) =>
        ServerRows.Of(servers, query, new(Timelines.Of(DateTimeOffset.UnixEpoch, []).LastMinute));

    private static string IdOf(ServerView server) => server.Server.Id.Value;

    private static ServerView Draining(ServerView server) => server with { Server = server.Server with { State = ServerState.Draining } };

    private static ServerView ViewOf(string id, string url = "http://10.0.0.1:80") => Sample with
    {
        Server = new() { Id = new(id), Url = url, Weight = 100, Since = SampleCluster.Now },
    };

    private static ServerStatistics StatisticsOf(long requests, long errors, double milliseconds) => ServerStatistics.None with
    {
        Requests = requests,
        Latency = LatencyHistogram.Create([new(LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(milliseconds)), requests)]),
        Responses = new(new(0, requests - errors, 0, 0, errors), default, 0),
    };

    private static readonly ServerView Sample = new(
        new() { Id = new("x"), Url = "http://x", Weight = 100, Since = SampleCluster.Now }, 100, 0, 0, 0, IsHealthy: true, IsChecked: true, [],
        null, 0, ServerStatistics.None, 0, 0);
}
