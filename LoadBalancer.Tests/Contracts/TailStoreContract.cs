using System.Collections.Concurrent;
using System.Text;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every tail; each implementation runs all of these tests.</summary>
public abstract class TailStoreContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a store for an unused cluster.</summary>
    internal abstract ITailStore Create();

    [Fact]
    public async Task ReadWanted_NobodyLooks_IsEmpty() => Assert.Empty(await Create().ReadWantedAsync(Token));

    [Fact]
    public async Task ReadWanted_SeveralDashboards_IsTheirUnionOfAtMostEight()
    {
        var store = Create();

        await store.WantAsync("dashboard-b", [TailFilter.All, Filter("status=5xx")], Token);
        await store.WantAsync("dashboard-a", [Filter("status=5xx"), Filter("server=a&key=%E2%82%AC")], Token);
        Assert.Equal(["status=5xx", "server=a&key=%E2%82%AC", ""], (await store.ReadWantedAsync(Token)).Select(filter => filter.Text));

        await store.WantAsync("dashboard-c", [.. Enumerable.Range(0, 8).Select(i => Filter($"server=s{i}"))], Token);
        Assert.Equal(TailFilter.Most, (await store.ReadWantedAsync(Token)).Length);
    }

    [Fact]
    public async Task Want_Again_ReplacesWhatTheDashboardWanted()
    {
        var store = Create();

        await store.WantAsync("a", [TailFilter.All], Token);
        await store.WantAsync("a", [Filter("status=404")], Token);
        Assert.Equal("status=404", Assert.Single(await store.ReadWantedAsync(Token)).Text);

        await store.WantAsync("a", [], Token);
        Assert.Empty(await store.ReadWantedAsync(Token));
    }

    [Fact]
    public async Task Publish_Batches_ReachesAllWhoListen()
    {
        var store = Create();
        ConcurrentQueue<TailBatch> first = [], second = [];
        await using var one = await store.SubscribeAsync(first.Enqueue, Token);
        await using (await store.SubscribeAsync(second.Enqueue, Token))
        {
            await store.PublishAsync(Batch(), Encoding.UTF8.GetBytes(Line(1) + Line(2)), Token);
            await Eventually.TrueAsync("both have it", () => !first.IsEmpty && !second.IsEmpty, Patience);
        }

        await store.PublishAsync(Batch() with { Dropped = 7 }, default, Token);
        await Eventually.TrueAsync("the other one has both", () => first.Count == 2, Patience);

        Assert.Single(second);
        var batch = first.First();
        Assert.Equal(("gateway-1", 3, 0), (batch.Gateway.Value, batch.Seen[0], batch.Dropped));
        Assert.Equal([1, 2], batch.Lines.Select(line => line.Status));
        Assert.Equal((7, 0), (first.Last().Dropped, first.Last().Lines.Length));
    }

    [Fact]
    public async Task Publish_TheLargestBatch_Arrives()
    {
        var store = Create();
        var received = new ConcurrentQueue<TailBatch>();
        await using var subscription = await store.SubscribeAsync(received.Enqueue, Token);
        var lines = string.Concat(Enumerable.Range(0, 20).Select(i => Line(i, new string('x', 1_000))));

        await store.PublishAsync(Batch(), Encoding.UTF8.GetBytes(lines), Token);

        await Eventually.TrueAsync("it has arrived", () => received.Count == 1, Patience);
        Assert.Equal(20, received.Single().Lines.Length);
    }

    internal static TailFilter Filter(string text) =>
        TailFilter.TryParse(text, out var filter) ? filter : throw new FormatException(text);

    private static TailBatch Batch() => new() { V = TailBatch.Version, Gateway = new("gateway-1"), Filters = [""], Seen = [3] };

    private static string Line(int status, string target = "/") =>
        $$"""{"time":"2026-01-01T12:00:00Z","target":"{{target}}","status":{{status}},"passes":1}""" + "\n";
}
