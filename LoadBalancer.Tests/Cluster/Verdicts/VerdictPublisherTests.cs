using System.Collections.Immutable;
using LoadBalancer.Cluster.Events;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Cluster.InMemory;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Verdicts;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Verdicts;

public sealed class VerdictPublisherTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly InMemoryEventLog _log = new();
    private readonly HealthChangeQueue _history;
    private readonly VerdictPublisher[] _gateways;

    public VerdictPublisherTests()
    {
        var verdicts = new InMemoryVerdictLog(_log);
        _history = new(GatewayParts.Identity("gateway"), _time);
        _gateways = [.. Enumerable.Range(1, 3).Select(i => new VerdictPublisher(
            verdicts,
            new ClusterState(GatewayParts.Defaults<PlacementOptions>()),
            GatewayParts.Health(_time),
            _history,
            GatewayParts.Identity($"gateway-{i}"),
            _time))];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hear_ServerFailsAndRecovers_ReportsEachOnce()
    {
        await HearAsync(seconds: 5, Votes("a", down: 0));
        await HearAsync(seconds: 20, Votes("a", down: 2));
        await HearAsync(seconds: 20, Votes("a", down: 0));

        Assert.Equal([(ClusterEventKind.Healthy, "a"), (ClusterEventKind.Unhealthy, "a")], await ReadEventsAsync());
        Assert.Equal(Changes.Noon + TimeSpan.FromSeconds(5), (await _log.ReadAsync(2, Token))[1].At);
        Assert.Equal(
            [("a@1", "Healthy", "OtherGateways", 5), ("a@1", null, "Healthy", 25)],
            _history.Take(10).Select(change =>
                (change.Process.Value, change.From, change.To, (int)(change.At - Changes.Noon).TotalSeconds)));
    }

    [Fact]
    public async Task Hear_OneOfThreeGatewaysDisagrees_ReportsNothing()
    {
        await HearAsync(seconds: 20, Votes("a", down: 1));

        Assert.Empty(await ReadEventsAsync());
    }

    [Fact]
    public async Task Hear_ServerFlapsFast_ReportsItOnceUntilItIsHealthy()
    {
        for (var i = 0; i < 20; i++)
        {
            await HearAsync(seconds: 4, Votes("a", down: 3));
            await HearAsync(seconds: 4, Votes("a", down: 0));
        }

        Assert.Equal([(ClusterEventKind.Unhealthy, "a")], await ReadEventsAsync());
        await HearAsync(seconds: 10, Votes("a", down: 0));
        Assert.Equal((ClusterEventKind.Healthy, "a"), (await ReadEventsAsync())[0]);
    }

    [Fact]
    public async Task Hear_ManyServersFailWithinSeconds_ReportsOneEventWithSomeNames()
    {
        for (var died = 0; died <= 64; died += 16)
        {
            await HearAsync(seconds: 0.5, [.. Enumerable.Range(10, died).SelectMany(i => Votes($"s{i}", down: 3))]);
        }

        await HearAsync(seconds: 20, [.. Enumerable.Range(10, 64).SelectMany(i => Votes($"s{i}", down: 3))]);

        var happened = Assert.Single(await _log.ReadAsync(IEventLog.Capacity, Token));
        Assert.Null(happened.Server);
        Assert.Equal("64 servers: s10, s11, s12, s13, s14, s15, s16, s17, s18, s19 and 54 more", happened.Detail);
        Assert.Equal([.. Enumerable.Range(10, 10).Select(i => $"s{i}")], happened.Servers!.Value.Select(name => name.Value));
        Assert.Equal(54, happened.OtherServers);
        var history = _history.Take(100);
        Assert.Equal(
            Enumerable.Range(10, 64).Select(i => $"s{i}@1"),
            history.Select(change => change.Process.Value).Order(StringComparer.Ordinal));
        Assert.All(history, change => Assert.Equal((null, "gateways"), (change.Gateway?.Value, change.Trigger)));
    }

    [Fact]
    public async Task Hear_UnhealthyServerLeavesAndItsNextProcessFails_ReportsEachProcess()
    {
        await HearAsync(seconds: 10, Votes("a", down: 3));
        await HearAsync(seconds: 20);
        await HearAsync(seconds: 10, Votes("a", down: 3, process: 2));

        Assert.Equal([(ClusterEventKind.Unhealthy, "a"), (ClusterEventKind.Unhealthy, "a")], await ReadEventsAsync());
    }

    /// <summary>Sixty-four servers fail and recover at random, observed by gateways that each publish from time to time.</summary>
    [Fact]
    public async Task Hear_SixtyFourServersFlapForAnHour_LeavesRoomInTheLog()
    {
        var random = new Random(64);
        for (var minute = 0; minute < 60; minute++)
        {
            await HearAsync(seconds: 60, [.. Enumerable.Range(10, 64).SelectMany(i => Votes($"s{i}", random.Next(4)))]);
        }

        var events = (await _log.ReadAsync(IEventLog.Capacity, Token)).Reverse().ToArray();
        Assert.InRange(events.Length, 60, 130);
    }

    private async Task HearAsync(double seconds, params KeyValuePair<ServerProcess, Votes>[] votes)
    {
        var all = votes.ToImmutableDictionary();
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(seconds); passed += Step)
        {
            await Task.WhenAll(_gateways.Select(
                (gateway, i) => gateway.HearAsync(OtherGateways.None with { All = all, IsOwnSum = i != passed.Seconds % 3 }, Token)));
            _time.Advance(Step);
        }
    }

    private async Task<(ClusterEventKind Kind, string? Server)[]> ReadEventsAsync() =>
        [.. (await _log.ReadAsync(IEventLog.Capacity, Token)).Select(happened => (happened.Kind, happened.Server?.Value))];

    private static KeyValuePair<ServerProcess, Votes>[] Votes(string id, int down, int process = 1) =>
        [new(new($"{id}@{process}"), new(3 - down, down))];
}
