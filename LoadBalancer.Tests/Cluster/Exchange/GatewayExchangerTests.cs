using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Exchange;

public sealed class GatewayExchangerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = new PlacementOptions().LoadInterval;

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly BreakableExchange _exchange;

    public GatewayExchangerTests() => _exchange = new(new InMemoryGatewayExchange(_time));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchange_LoadOfAnotherGateway_IsTakenOver()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of("a").Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);

        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of("a").InFlight == 3, Patience);
        Assert.Equal(0, two.Of("a").Here);
        Assert.Equal(3, one.Of("a").InFlight);
    }

    [Fact]
    public async Task Stop_InOrder_TheOthersForgetItsLoadAtOnce()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of("a").Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);
        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of("a").InFlight == 3, Patience);

        await first.StopAsync(Token);

        await Eventually.TrueAsync("the second has forgotten it", () => TickUntil(() => two.Of("a").InFlight == 0), Patience);
        Assert.True(_time.GetUtcNow() - Changes.Noon < GatewayReport.Lifetime);
    }

    [Fact]
    public async Task Exchange_Fails_TheOthersCountAsLongAsTheirReports()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of("a").Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);
        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of("a").InFlight == 3, Patience);

        _exchange.Fails = true;
        await Eventually.TrueAsync("the second has forgotten it", () => TickUntil(() => two.Of("a").InFlight == 0), Patience);

        Assert.True(_time.GetUtcNow() - Changes.Noon >= GatewayReport.Lifetime - Interval);
    }

    private bool TickUntil(Func<bool> condition)
    {
        if (condition())
        {
            return true;
        }

        _time.Advance(Interval);
        return false;
    }

    private async Task<GatewayExchanger> StartAsync(string id, ClusterLoad load)
    {
        var state = new ClusterState(GatewayParts.Defaults<PlacementOptions>());
        var identity = GatewayParts.Identity(id);
        var exchanger = new GatewayExchanger(
            _exchange,
            load,
            state,
            GatewayParts.Health(_time),
            new VerdictPublisher(new InMemoryVerdictLog(new InMemoryEventLog()), state, identity, _time),
            new NoRejections(),
            identity,
            GatewayParts.Defaults<PlacementOptions>(),
            _time,
            new RecordingLogger<GatewayExchanger>());
        await exchanger.StartAsync(Token);
        return exchanger;
    }

    private sealed class NoRejections : IRejectionCount
    {
        public long Total => 0;
    }

    private sealed class BreakableExchange(IGatewayExchange inner) : IGatewayExchange
    {
        public volatile bool Fails;

        public Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken) =>
            Fails ? Task.FromException<OtherGateways>(new TimeoutException()) : inner.ExchangeAsync(report, interval, cancellationToken);

        public Task LeaveAsync(string name, string gateway, CancellationToken cancellationToken) => inner.LeaveAsync(name, gateway, cancellationToken);

        public Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken) => inner.ReadAsync(by, cancellationToken);

        public Task<ForgetOutcome> ForgetAsync(string name, string by, CancellationToken cancellationToken) => inner.ForgetAsync(name, by, cancellationToken);
    }
}
