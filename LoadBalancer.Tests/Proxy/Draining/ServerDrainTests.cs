using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Tunnels;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Draining;

public sealed class ServerDrainTests
{
    private const int Tunnels = 15;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly ClusterState _state = new(GatewayParts.Defaults<PlacementOptions>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A request that was in flight when its server left may become a tunnel.</summary>
    [Fact]
    public void Step_TunnelsOpenDuringTheDrain_HaveTheirShareOfTheTime()
    {
        var open = new OpenTunnels(new TimeoutOptions().ToTimeouts(), _time);
        var drain = new TunnelDrain(open, (Tunnels * Second) + Tunnel.ClosingTime, TunnelEnd.GatewayStops);
        var ended = 0;

        drain.Step([], TimeSpan.Zero);
        Add(open, new Server { Id = new("a"), Url = "http://a.test" }, () => ended++);
        drain.Step([.. open.All], TimeSpan.Zero);
        Assert.Equal((0, 1), (ended, drain.Most));
        for (var i = 1; i < Tunnels; i++)
        {
            Add(open, new Server { Id = new("a"), Url = "http://a.test" }, () => ended++);
        }

        drain.Step([.. open.All], 5 * Second);
        Assert.Equal((5, Tunnels), (ended, drain.Most));
        drain.Step([.. open.All], Tunnels * Second);
        Assert.Equal((Tunnels, Tunnels), (ended, drain.Ended));
    }

    /// <summary>The last 5 s of the time to drain remain for the close, so one tunnel ends in each of the first 15 s.</summary>
    [Fact]
    public async Task Tick_ServerLeaves_EndsItsTunnelsOneAfterTheOther()
    {
        var server = new Server { Id = new("a"), Url = "http://a.test" };
        var options = Options.Create(new DrainOptions { ServerDrainTimeout = (Tunnels * Second) + Tunnel.ClosingTime });
        var leaving = new LeavingServers(_state, options, _time);
        var open = new OpenTunnels(new TimeoutOptions().ToTimeouts(), _time);
        Publish(server);
        var ended = 0;
        for (var i = 0; i < Tunnels; i++)
        {
            Add(open, server, () => ended++);
        }

        using var drain = new ServerDrain(
            leaving, open, new(new(), new(_time)), new(), _time, NullLogger<ServerDrain>.Instance);
        await drain.StartAsync(Token);
        Publish(server with { State = ServerState.Draining });
        var began = _time.GetTimestamp();

        await Eventually.TrueAsync(
            "all tunnels are ended",
            () =>
            {
                _time.Advance(Second);
                var count = Volatile.Read(ref ended);
                Assert.InRange(count, 0, (int)_time.GetElapsedTime(began).TotalSeconds);
                return count == Tunnels;
            },
            Patience);
        await drain.StopAsync(Token);
    }

    private void Add(OpenTunnels open, Server server, Action cut)
    {
        var ends = new TunnelEnds(endToServer: null, endToClient: null, () => { });
        open.Add(server, new TunnelStream(Stream.Null, isWebSocket: false, ends, _time), isWebSocket: false, cut);
    }

    private void Publish(params Server[] servers) => _state.Publish(
        new(ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring), Bound: null), TimeSpan.Zero);
}
