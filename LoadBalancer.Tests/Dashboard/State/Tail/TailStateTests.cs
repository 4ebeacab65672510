using System.Collections.Immutable;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Names;
using LoadBalancer.Dashboard.State.Tail;
using LoadBalancer.Tests.Contracts;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.State.Tail;

public sealed class TailStateTests
{
    private static readonly GatewayId Gateway = new("gateway-1");

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly TailState _state;

    public TailStateTests() => _state = new(_time);

    [Fact]
    public void Receive_LinesOfSeveralFilters_ReachThoseWhoLookThroughThem()
    {
        var (all, failed) = (Open(""), Open("status=5xx"));

        _state.Receive(Batch(["status=5xx", ""], [2, 37], Line(200, 0b10), Line(503, 0b11)));

        Assert.Equal([503, 200], all.Feed.Latest(100).Select(entry => entry.Line.Status));
        Assert.Equal([503], failed.Feed.Latest(100).Select(entry => entry.Line.Status));
        Assert.Equal(((2L, 37L), (1L, 2L)), (all.Feed.Counts, failed.Feed.Counts));
    }

    [Fact]
    public void Receive_MoreThanTheCapacity_KeepsTheLatest()
    {
        var viewer = Open("");

        for (var i = 0; i < 12; i++)
        {
            _state.Receive(Batch([""], [100], [.. Enumerable.Range(0, 50).Select(j => Line((i * 50) + j, 1))]));
        }

        var latest = viewer.Feed.Latest(int.MaxValue);
        Assert.Equal((TailFeed.Capacity, 599, 100), (latest.Length, latest[0].Line.Status, latest[^1].Line.Status));
        Assert.Equal((600, 1_200), viewer.Feed.Counts);
        Assert.Equal([598, 599], viewer.Feed.After(598).Select(entry => entry.Line.Status));
        Assert.Equal(100, viewer.Feed.Latest(100).Length);
    }

    [Fact]
    public void Wanted_ViewersComeAndGo_HasTheFilterOfEachOnce()
    {
        Assert.Empty(_state.Wanted);
        var (first, second, other) = (Open("status=5xx"), Open("status=5xx"), Open(""));
        Assert.Same(first.Feed, second.Feed);
        Assert.Equal(["status=5xx", ""], _state.Wanted.Select(filter => filter.Text));

        first.Dispose();
        first.Dispose();
        Assert.Equal(2, _state.Wanted.Length);
        second.Dispose();
        other.Dispose();
        Assert.Empty(_state.Wanted);
    }

    [Fact]
    public void TryOpen_TooManyViewersOrFilters_SaysSo()
    {
        for (var i = 0; i < TailFilter.Most; i++)
        {
            Open($"server=s{i}");
        }

        Assert.False(_state.TryOpen(TailFilter.All, out _, out var filters));
        Assert.StartsWith("8 different filters are in use", filters, StringComparison.Ordinal);
        TailViewer last = null!;
        for (var i = TailFilter.Most; i < TailState.MostViewers; i++)
        {
            last = Open("server=s1");
        }

        Assert.False(_state.TryOpen(TailStoreContract.Filter("server=s1"), out _, out var viewers));
        Assert.StartsWith("50 viewers look at requests already", viewers, StringComparison.Ordinal);
        last.Dispose();
        Assert.True(_state.TryOpen(TailStoreContract.Filter("server=s1"), out _, out _));
    }

    [Fact]
    public void GapsOf_SilentUnreadableAndOtherFilters_AreNamedAfterAWhile()
    {
        var feed = Open("status=5xx").Feed;
        GatewayId[] gateways = [Gateway, new("old"), new("later"), new("busy")];
        Assert.Empty(_state.GapsOf(feed, gateways));

        _time.Advance(TailState.Patience);
        _state.Receive(Batch(["status=5xx"], [0]));
        _state.Receive(new() { V = 2, Gateway = new("later") });
        _state.Receive(Batch([""], [0]) with { Gateway = new("busy") });

        Assert.Equal(
            [
                new(new("old"), TailGapKind.Silent), new(new("later"), TailGapKind.Unreadable),
                new TailGap(new("busy"), TailGapKind.NotApplied),
            ],
            _state.GapsOf(feed, gateways));
        _time.Advance(TailState.Patience);
        Assert.Equal(TailGapKind.Silent, _state.GapsOf(feed, gateways)[0].Kind);
    }

    [Fact]
    public void GapsOf_FilterForOneGateway_ConcernsThatOneOnly()
    {
        var feed = Open("gateway=gateway-2").Feed;
        _time.Advance(TailState.Patience);

        Assert.Equal("gateway-2", Assert.Single(_state.GapsOf(feed, [Gateway, new("gateway-2")])).Gateway.Value);
    }

    [Fact]
    public void Receive_NobodyLooks_KeepsNothing()
    {
        Open("").Dispose();

        _state.Receive(Batch([""], [1], Line(200, 1)));

        Assert.Empty(Open("").Feed.Latest(100));
    }

    private TailViewer Open(string filter) =>
        _state.TryOpen(TailStoreContract.Filter(filter), out var viewer, out var reason)
            ? viewer
            : throw new InvalidOperationException(reason);

    private static TailBatch Batch(ImmutableArray<string> filters, ImmutableArray<long> seen, params ImmutableArray<TailLine> lines) =>
        new() { V = TailBatch.Version, Gateway = Gateway, Filters = filters, Seen = seen, Lines = lines };

    private static TailLine Line(int status, int passes) => new() { Status = status, Passes = passes };
}
