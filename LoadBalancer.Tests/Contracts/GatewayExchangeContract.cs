using System.Collections.Immutable;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Registry.Gateways;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>What every exchange between gateways does; each implementation runs all of it.</summary>
public abstract class GatewayExchangeContract
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two gateways' ends of an exchange on a cluster that nobody has used.</summary>
    internal abstract (IGatewayExchange One, IGatewayExchange Two) CreatePair();

    /// <summary>Lets a little of the store's time pass.</summary>
    protected abstract Task PassTimeAsync();

    [Fact]
    public async Task Exchange_Alone_LearnsNothing()
    {
        var (one, _) = CreatePair();

        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(await TellAsync(one, "one", ("a", i)));
            await PassTimeAsync();
        }
    }

    [Fact]
    public async Task Exchange_WithAnother_LearnsWhatItHasAndNotWhatIsOwn()
    {
        var (one, two) = CreatePair();

        await UntilAsync("both know the other's load", async () =>
        {
            var toOne = await TellAsync(one, "one", ("a", 5), ("b", 1));
            var toTwo = await TellAsync(two, "two", ("b", 7));
            return toOne.Count == 1 && toOne.GetValueOrDefault("b") == 7
                && toTwo.Count == 2 && toTwo.GetValueOrDefault("a") == 5 && toTwo.GetValueOrDefault("b") == 1;
        });
    }

    [Fact]
    public async Task Exchange_LoadThatEnds_IsUnlearnt()
    {
        var (one, two) = CreatePair();
        await UntilAsync("the load is known", async () =>
        {
            await TellAsync(one, "one", ("a", 5));
            return (await TellAsync(two, "two")).ContainsKey("a");
        });

        await UntilAsync("the load is gone", async () =>
        {
            await TellAsync(one, "one");
            return (await TellAsync(two, "two")).Count == 0;
        });
    }

    [Fact]
    public async Task Exchange_GatewayThatFallsSilent_IsForgotten()
    {
        var (one, two) = CreatePair();
        await TellAsync(one, "one", ("a", 5));

        await UntilAsync("the load is known", async () => (await TellAsync(two, "two")).GetValueOrDefault("a") == 5);
        await UntilAsync("the silent gateway is forgotten", async () => (await TellAsync(two, "two")).Count == 0);
    }

    [Fact]
    public async Task Exchange_Verdicts_AreLearntAsVotesOfTheOthers()
    {
        var (one, two) = CreatePair();

        await UntilAsync("each knows the other's votes and not its own", async () =>
        {
            var toOne = await one.ExchangeAsync(Report("one") with { Up = ["a", "b"], Down = ["c"] }, Interval, Token);
            var toTwo = await two.ExchangeAsync(Report("two") with { Up = ["a"], Down = ["b"] }, Interval, Token);
            return toOne.Gateways.SequenceEqual(["two"]) && toTwo.Gateways.SequenceEqual(["one"])
                && toOne.Votes.Count == 2 && toOne.Votes["a"] == new Votes(1, 0) && toOne.Votes["b"] == new Votes(0, 1)
                && toTwo.Votes.Count == 3 && toTwo.Votes["b"] == new Votes(1, 0) && toTwo.Votes["c"] == new Votes(0, 1);
        });
    }

    [Fact]
    public async Task Read_OfGatewaysThatReport_HasAllOfThemWithWhatTheyTellOfThemselves()
    {
        var (one, two) = CreatePair();
        var status = new GatewayStatus(
            "gateway-1",
            Changes.Noon,
            "epoch",
            7,
            "9f2c",
            PlacementAlgorithm.Maglev,
            IsPanic: true,
            ImmutableDictionary<string, HealthReason>.Empty.Add("a", HealthReason.FailureRate),
            ImmutableDictionary<string, int>.Empty.Add("b", 10))
        {
            Refused = 12,
        };
        Assert.Empty(await one.ReadAsync(Token));

        await two.ExchangeAsync(Report("two"), Interval, Token);
        await one.ExchangeAsync(Report("one") with { Up = ["b"], InFlight = ImmutableDictionary<string, int>.Empty.Add("b", 3), Status = status }, Interval, Token);

        var reports = await two.ReadAsync(Token);
        Assert.Equal(["one", "two"], reports.Select(report => report.Gateway));
        Assert.Null(reports[1].Status);
        Assert.Equal(3, reports[0].InFlight["b"]);
        var read = reports[0].Status!;
        Assert.Equal(status, read with { Unhealthy = status.Unhealthy, Weights = status.Weights });
        Assert.Equal(HealthReason.FailureRate, Assert.Single(read.Unhealthy, server => server.Key == "a").Value);
        Assert.Equal(10, Assert.Single(read.Weights, server => server.Key == "b").Value);
    }

    [Fact]
    public async Task Read_GatewayThatFallsSilent_IsLeftOut()
    {
        var (one, two) = CreatePair();
        await TellAsync(one, "one");

        await UntilAsync("the silent gateway is left out", async () =>
        {
            await TellAsync(two, "two");
            return (await two.ReadAsync(Token)) is [{ Gateway: "two" }];
        });
    }

    private async Task<IReadOnlyDictionary<string, int>> TellAsync(IGatewayExchange exchange, string gateway, params (string Id, int Count)[] inFlight) =>
        (await exchange.ExchangeAsync(
            Report(gateway) with { InFlight = inFlight.ToImmutableDictionary(entry => entry.Id, entry => entry.Count) }, Interval, Token)).InFlight;

    private GatewayReport Report(string gateway) =>
        new(gateway, _sequences[gateway] = _sequences.GetValueOrDefault(gateway) + 1, [], [], []);

    private Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        async () =>
        {
            await PassTimeAsync();
            return await condition();
        },
        Patience);
}
