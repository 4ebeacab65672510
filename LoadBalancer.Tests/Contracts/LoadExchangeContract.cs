using System.Collections.Immutable;
using LoadBalancer.Registry.Loads;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Contracts;

/// <summary>What every exchange of load does; each implementation runs all of it.</summary>
public abstract class LoadExchangeContract
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two gateways' ends of an exchange on a cluster that nobody has used.</summary>
    internal abstract (ILoadExchange One, ILoadExchange Two) CreatePair();

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
            return (await TellAsync(two, "two")).IsEmpty;
        });
    }

    [Fact]
    public async Task Exchange_GatewayThatFallsSilent_IsForgotten()
    {
        var (one, two) = CreatePair();
        await TellAsync(one, "one", ("a", 5));

        await UntilAsync("the load is known", async () => (await TellAsync(two, "two")).GetValueOrDefault("a") == 5);
        await UntilAsync("the silent gateway is forgotten", async () => (await TellAsync(two, "two")).IsEmpty);
    }

    private Task<ImmutableDictionary<string, int>> TellAsync(ILoadExchange exchange, string gateway, params (string Id, int Count)[] inFlight) =>
        exchange.ExchangeAsync(new(gateway, _sequences[gateway] = _sequences.GetValueOrDefault(gateway) + 1, inFlight.ToImmutableDictionary(entry => entry.Id, entry => entry.Count)), Interval, Token);

    private Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        async () =>
        {
            await PassTimeAsync();
            return await condition();
        },
        Patience);
}
