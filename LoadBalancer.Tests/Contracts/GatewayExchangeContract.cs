using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>The contract of every exchange between gateways; each implementation runs all of these tests.</summary>
public abstract class GatewayExchangeContract
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates the exchanges of two gateways, and the event log, for an unused cluster.</summary>
    internal abstract (IGatewayExchange One, IGatewayExchange Two, IEventLog Log) Create();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Exchange_OnlyGateway_ReturnsNoLoad()
    {
        var (one, _, _) = Create();

        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(await ReportLoadAsync(one, "one", ("a", i)));
            await PassTimeAsync();
        }
    }

    [Fact]
    public async Task Exchange_WithAnotherGateway_ReturnsOnlyTheOthersLoad()
    {
        var (one, two, _) = Create();

        await UntilAsync("both know the other's load", async () =>
        {
            var toOne = await ReportLoadAsync(one, "one", ("a", 5), ("b", 1));
            var toTwo = await ReportLoadAsync(two, "two", ("b", 7));
            return toOne.Count == 1 && toOne.GetValueOrDefault(new("b")) == 7
                && toTwo.Count == 2 && toTwo.GetValueOrDefault(new("a")) == 5 && toTwo.GetValueOrDefault(new("b")) == 1;
        });
    }

    [Fact]
    public async Task Exchange_LoadThatEnds_IsForgotten()
    {
        var (one, two, _) = Create();
        await UntilAsync("the load is known", async () =>
        {
            await ReportLoadAsync(one, "one", ("a", 5));
            return (await ReportLoadAsync(two, "two")).ContainsKey(new("a"));
        });

        await UntilAsync("the load is gone", async () =>
        {
            await ReportLoadAsync(one, "one");
            return (await ReportLoadAsync(two, "two")).Count == 0;
        });
    }

    [Fact]
    public async Task Exchange_GatewayStopsReporting_LoadIsForgotten()
    {
        var (one, two, _) = Create();
        await ReportLoadAsync(one, "one", ("a", 5));

        await UntilAsync("the load is known", async () => (await ReportLoadAsync(two, "two")).GetValueOrDefault(new("a")) == 5);
        await UntilAsync("the silent gateway is forgotten", async () => (await ReportLoadAsync(two, "two")).Count == 0);
    }

    [Fact]
    public async Task Exchange_Verdicts_AreReturnedAsVotesOfTheOthers()
    {
        var (one, two, _) = Create();

        await UntilAsync("each knows the other's votes and not its own", async () =>
        {
            var toOne = await one.ExchangeAsync(Report("one") with { Up = [new("a"), new("b")], Down = [new("c")] }, Interval, Token);
            var toTwo = await two.ExchangeAsync(Report("two") with { Up = [new("a")], Down = [new("b")] }, Interval, Token);
            return toOne.Gateways.SequenceEqual([new("two")]) && toTwo.Gateways.SequenceEqual([new("one")])
                && toOne.Votes.Count == 2 && toOne.Votes[new("a")] == new Votes(1, 0) && toOne.Votes[new("b")] == new Votes(0, 1)
                && toTwo.Votes.Count == 3 && toTwo.Votes[new("b")] == new Votes(1, 0) && toTwo.Votes[new("c")] == new Votes(0, 1);
        });
    }

    [Fact]
    public async Task Read_ReportingGateways_ReturnsAllOfThemWithTheirStatus()
    {
        var (one, two, _) = Create();
        var status = new GatewayStatus(
            new("gateway-1"),
            Changes.Noon,
            new("epoch"),
            7,
            "9f2c",
            PlacementAlgorithm.Maglev,
            IsPanic: true,
            ImmutableDictionary<ServerId, HealthReason>.Empty.Add(new("a"), HealthReason.FailureRate),
            ImmutableDictionary<ServerId, int>.Empty.Add(new("b"), 10))
        {
            Rejected = 12,
        };
        Assert.Empty((await one.ReadAsync("test", Token)).Reports);

        await two.ExchangeAsync(Report("two"), Interval, Token);
        await one.ExchangeAsync(
            Report("one") with { Up = [new("b")], InFlight = ImmutableDictionary<ServerId, int>.Empty.Add(new("b"), 3), Status = status },
            Interval,
            Token);

        var reports = (await two.ReadAsync("test", Token)).Reports;
        Assert.Equal(["one", "two"], reports.Select(report => report.Gateway.Value));
        Assert.Null(reports[1].Status);
        Assert.Equal(3, reports[0].InFlight[new("b")]);
        var read = reports[0].Status!;
        Assert.Equal(status, read with { Unhealthy = status.Unhealthy, Weights = status.Weights });
        Assert.Equal(HealthReason.FailureRate, Assert.Single(read.Unhealthy, server => server.Key == new ServerId("a")).Value);
        Assert.Equal(10, Assert.Single(read.Weights, server => server.Key == new ServerId("b")).Value);
    }

    [Fact]
    public async Task Read_GatewayStopsReporting_IsOmitted()
    {
        var (one, two, _) = Create();
        await ReportLoadAsync(one, "one");

        await UntilAsync("the silent gateway is omitted", async () =>
        {
            await ReportLoadAsync(two, "two");
            return (await two.ReadAsync("test", Token)).Reports is [{ Gateway.Value: "two" }];
        });
    }

    [Fact]
    public async Task Exchange_GatewayWithAName_JoinsOnceAndLeaves()
    {
        var (one, two, log) = Create();

        await ReportAsync(one, "gateway-1");
        await ReportAsync(one, "gateway-1");
        await two.LeaveAsync(new("gateway-1"), new("gateway-1.other"), Token);
        await one.LeaveAsync(new("gateway-1"), new("gateway-1.1"), Token);
        await one.LeaveAsync(new("gateway-1"), new("gateway-1.1"), Token);

        var reading = await two.ReadAsync("test", Token);
        Assert.Empty(reading.Reports);
        Assert.Empty(reading.Lost);
        Assert.Equal(
            [(ClusterEventKind.GatewayLeft, "gateway-1"), (ClusterEventKind.GatewayJoined, "gateway-1")], await ReadEventsAsync(log));
    }

    [Fact]
    public async Task Exchange_NewProcessWithAnExistingName_KeepsItWhenTheOldProcessLeaves()
    {
        var (one, two, log) = Create();
        await ReportAsync(one, "gateway-1");

        await ReportAsync(two, "gateway-1", process: 2);
        await ReportAsync(one, "gateway-1");
        await one.LeaveAsync(new("gateway-1"), new("gateway-1.1"), Token);

        Assert.Equal(ForgetOutcome.Reporting, await two.ForgetAsync(new("gateway-1"), "ops", Token));
        Assert.Equal(
            [(ClusterEventKind.GatewayJoined, "gateway-1"), (ClusterEventKind.GatewayJoined, "gateway-1")], await ReadEventsAsync(log));
        Assert.Contains("new process", (await log.ReadAsync(1, Token))[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_GatewayStopsReporting_IsLostOnceAndReturnsOnce()
    {
        var (one, two, log) = Create();
        await ReportAsync(one, "gateway-1");

        await LoseAsync(two, one, "gateway-1");
        var lost = Assert.Single((await two.ReadAsync("test", Token)).Lost);
        await ReportAsync(one, "gateway-1");

        Assert.Equal(("gateway-1", "gateway-1.1", Changes.Noon), (lost.Name.Value, lost.Gateway.Value, lost.Started));
        Assert.Equal("0.1.0", lost.Build);
        Assert.Equal(["http://[::]:80"], lost.Urls!.Value);
        Assert.Empty((await two.ReadAsync("test", Token)).Lost);
        Assert.Equal(
            [
                (ClusterEventKind.GatewayBack, "gateway-1"),
                (ClusterEventKind.GatewayLost, "gateway-1"),
                (ClusterEventKind.GatewayJoined, "gateway-2"),
                (ClusterEventKind.GatewayJoined, "gateway-1"),
            ],
            await ReadEventsAsync(log));
        Assert.StartsWith("no reports for ", (await log.ReadAsync(1, Token))[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_NewProcessWithALostName_RestoresTheGateway()
    {
        var (one, two, log) = Create();
        await ReportAsync(one, "gateway-1");
        await LoseAsync(two, one, "gateway-1");

        await ReportAsync(one, "gateway-1", process: 2);

        Assert.Empty((await two.ReadAsync("test", Token)).Lost);
        Assert.Equal((ClusterEventKind.GatewayBack, "gateway-1"), (await ReadEventsAsync(log))[0]);
        Assert.StartsWith("a new process; no reports for ", (await log.ReadAsync(1, Token))[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OnlyGatewayStopsReporting_IsDeclaredLostByTheReader()
    {
        var (one, two, log) = Create();
        await ReportAsync(one, "gateway-1");

        await UntilAsync(
            "the gateway is lost", async () => (await two.ReadAsync("dashboard", Token)).Lost is [{ Name.Value: "gateway-1" }]);

        var happened = (await log.ReadAsync(1, Token))[0];
        Assert.Equal((ClusterEventKind.GatewayLost, "gateway-1", "dashboard"), (happened.Kind, happened.Gateway?.Value, happened.By));
    }

    [Fact]
    public async Task Forget_OnlyLostGateways_AreRemoved()
    {
        var (one, two, log) = Create();
        await ReportAsync(one, "gateway-1");

        Assert.Equal(ForgetOutcome.NotFound, await two.ForgetAsync(new("gateway-7"), "ops", Token));
        Assert.Equal(ForgetOutcome.Reporting, await two.ForgetAsync(new("gateway-1"), "ops", Token));
        await LoseAsync(two, one, "gateway-1");
        Assert.Equal(ForgetOutcome.Forgotten, await two.ForgetAsync(new("gateway-1"), "ops", Token));

        Assert.Empty((await two.ReadAsync("test", Token)).Lost);
        var happened = (await log.ReadAsync(1, Token))[0];
        Assert.Equal((ClusterEventKind.GatewayForgotten, "gateway-1", "ops"), (happened.Kind, happened.Gateway?.Value, happened.By));
    }

    /// <summary>Reports and reads through other gateways, several at once, until the named gateway is lost.</summary>
    private Task LoseAsync(IGatewayExchange reporter, IGatewayExchange other, string name) => UntilAsync($"{name} is lost", async () =>
    {
        await ReportAsync(reporter, "gateway-2");
        var readings = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? reporter : other).ReadAsync($"reader {i}", Token)));
        return readings.Any(reading => reading.Lost.Any(lost => string.Equals(lost.Name.Value, name, StringComparison.Ordinal)));
    });

    private static async Task<(ClusterEventKind Kind, string? Gateway)[]> ReadEventsAsync(IEventLog log) =>
        [.. (await log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => (happened.Kind, happened.Gateway?.Value))];

    private Task<OtherGateways> ReportAsync(IGatewayExchange exchange, string name, int process = 1) => exchange.ExchangeAsync(
        Report($"{name}.{process}") with
        {
            Status = new(
                new(name), Changes.Noon, new("epoch"), 1, "9f2c", PlacementAlgorithm.Ring, IsPanic: false,
                ImmutableDictionary<ServerId, HealthReason>.Empty, ImmutableDictionary<ServerId, int>.Empty)
            {
                Facts = new("0.1.0", 0, 0, 0, 0) { Urls = ["http://[::]:80"] },
            },
        },
        Interval,
        Token);

    private async Task<IReadOnlyDictionary<ServerId, int>> ReportLoadAsync(
        IGatewayExchange exchange, string gateway, params (string Id, int Count)[] inFlight) =>
        (await exchange.ExchangeAsync(
            Report(gateway) with
            {
                InFlight = inFlight.ToImmutableDictionary(entry => new ServerId(entry.Id), entry => entry.Count),
            }, Interval, Token)).InFlight;

    private GatewayReport Report(string gateway) =>
        new(new(gateway), _sequences[gateway] = _sequences.GetValueOrDefault(gateway) + 1, [], [], []);

    private Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        async () =>
        {
            await PassTimeAsync();
            return await condition();
        },
        Patience);
}
