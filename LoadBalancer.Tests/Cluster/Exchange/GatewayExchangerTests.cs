using LoadBalancer.Cluster.Exchange;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Exchange;

public sealed class GatewayExchangerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = new PlacementOptions().LoadInterval;

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly BackgroundFaults _faults = new(TimeProvider.System, NullLogger<BackgroundFaults>.Instance);
    private readonly BreakableExchange _exchange;

    public GatewayExchangerTests() => _exchange = new(new InMemoryGatewayExchange(_time));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchange_LoadOfAnotherGateway_IsApplied()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of(new("a")).Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);

        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of(new("a")).InFlight == 3, Patience);
        Assert.Equal(0, two.Of(new("a")).Here);
        Assert.Equal(3, one.Of(new("a")).InFlight);
    }

    [Fact]
    public async Task Stop_Graceful_OthersForgetItsLoadWithTheNextExchange()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of(new("a")).Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);

        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of(new("a")).InFlight == 3, Patience);

        await first.StopAsync(Token);
        await TickAsync(gateways: 1);

        await Eventually.TrueAsync("the second has forgotten the first", () => two.Of(new("a")).InFlight == 0, Patience);
    }

    [Fact]
    public async Task Stop_StoreDoesNotRespond_EndsAfterASecondAndIsNoFault()
    {
        using var exchanger = await StartAsync("one", new ClusterLoad());
        _exchange.Hangs = true;

        var stopping = exchanger.StopAsync(Token);
        await Eventually.TrueAsync(
            "it has stopped",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return stopping.IsCompleted;
            },
            Patience);

        await stopping;
        Assert.Null(_faults.Latest);
    }

    [Fact]
    public async Task Exchange_Fails_OtherGatewaysCountForTheLifetimeOfAReport()
    {
        var (one, two) = (new ClusterLoad(), new ClusterLoad());
        one.Of(new("a")).Begin(3);
        using var first = await StartAsync("one", one);
        using var second = await StartAsync("two", two);
        await Eventually.TrueAsync("the second knows the load of the first", () => two.Of(new("a")).InFlight == 3, Patience);
        _exchange.Fails = true;

        for (var passed = Interval; passed < GatewayReport.Lifetime; passed += Interval)
        {
            await TickAsync(gateways: 2);
            Assert.Equal(3, two.Of(new("a")).InFlight);
        }

        await TickAsync(gateways: 2);
        await Eventually.TrueAsync("the second has forgotten the first", () => two.Of(new("a")).InFlight == 0, Patience);
    }

    /// <summary>Lets an interval pass, and waits until the given number of gateways has exchanged once.</summary>
    private async Task TickAsync(int gateways)
    {
        var before = _exchange.Ended;
        _time.Advance(Interval);
        await Eventually.TrueAsync("each gateway has exchanged", () => _exchange.Ended >= before + gateways, Patience);
    }

    private async Task<GatewayExchanger> StartAsync(string id, ClusterLoad load)
    {
        var state = new ClusterState(GatewayParts.Defaults<PlacementOptions>());
        var identity = GatewayParts.Identity(id);
        var health = GatewayParts.Health(_time);
        var verdicts = new VerdictPublisher(
            new InMemoryVerdictLog(new InMemoryEventLog()), state, health, new(identity, _time), identity, _time);
        var status = new GatewayStatusReader(state, new PlacementPolicy([]), new NoDataPlane(), identity, new StoreClock(_time), _time);
        var peers = new PeerWatch(_exchange, state, identity, _time, new RecordingLogger<PeerWatch>());
        var exchanger = new GatewayExchanger(
            _exchange,
            new GatewayReporter(load, health, status, identity),
            new ReportReceiver(load, health, verdicts, peers, identity),
            GatewayParts.Defaults<PlacementOptions>(),
            _time,
            LoopLogs.Of<GatewayExchanger>(faults: _faults));
        var before = _exchange.Ended;
        await exchanger.StartAsync(Token);
        await Eventually.TrueAsync("it has exchanged", () => _exchange.Ended > before, Patience);
        return exchanger;
    }

    private sealed class NoDataPlane : IDataPlane
    {
        public long Rejected => 0;

        public GatewayFacts? Facts => null;
    }

    private sealed class BreakableExchange(IGatewayExchange inner) : IGatewayExchange
    {
        public volatile bool Fails;
        public volatile bool Hangs;

        private int _ended;

        /// <summary>The number of exchanges that have ended; a gateway applies the result a moment later.</summary>
        public int Ended => Volatile.Read(ref _ended);

        public async Task<OtherGateways> ExchangeAsync(GatewayReport report, TimeSpan interval, CancellationToken cancellationToken)
        {
            try
            {
                return Fails ? throw new TimeoutException() : await inner.ExchangeAsync(report, interval, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }
        }

        public Task LeaveAsync(GatewayId name, GatewayProcess gateway, CancellationToken cancellationToken) =>
            Hangs ? new TaskCompletionSource().Task.WaitAsync(cancellationToken) : inner.LeaveAsync(name, gateway, cancellationToken);

        public Task<GatewayReading> ReadAsync(string by, CancellationToken cancellationToken) => inner.ReadAsync(by, cancellationToken);

        public Task<ForgetOutcome> ForgetAsync(GatewayId name, string by, CancellationToken cancellationToken) =>
            inner.ForgetAsync(name, by, cancellationToken);
    }
}
