using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Draining;

public sealed class LeavingServersTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ClusterState _state = new(GatewayParts.Defaults<PlacementOptions>());

    [Fact]
    public void IsOver_ActiveServer_IsNever()
    {
        var leaving = Leaving();
        Publish(Server("a"));

        _time.Advance(100 * Minute);

        Assert.False(leaving.IsOver(Server("a")));
        Assert.False(leaving.IsOver(server: null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IsOver_DrainedOrRemoved_IsAfterTheTime(bool isDrained)
    {
        var leaving = Leaving();
        Publish(Server("a"), Server("b"));
        _time.Advance(100 * Minute);

        Publish(isDrained ? [Server("a") with { State = ServerState.Draining }, Server("b")] : [Server("b")]);

        _time.Advance(5 * Minute);
        Assert.False(leaving.IsOver(Server("a")));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(leaving.IsOver(Server("a")));
        Assert.False(leaving.IsOver(Server("b")));
    }

    [Fact]
    public void IsOver_ActiveAgain_BeginsAnew()
    {
        var leaving = Leaving();
        Publish(Server("a"));
        Publish();
        _time.Advance(4 * Minute);
        Publish(Server("a"));
        _time.Advance(2 * Minute);
        Assert.False(leaving.IsOver(Server("a")));

        Publish();
        _time.Advance(4 * Minute);

        Assert.False(leaving.IsOver(Server("a")));
    }

    [Fact]
    public void IsOver_ReplacedByAnotherProcess_IsForTheFormerOneOnly()
    {
        var leaving = Leaving();
        Publish(Server("a") with { Instance = "1" });
        Publish(Server("a") with { Instance = "2" });

        _time.Advance(6 * Minute);

        Assert.True(leaving.IsOver(Server("a") with { Instance = "1" }));
        Assert.False(leaving.IsOver(Server("a") with { Instance = "2" }));
    }

    [Fact]
    public void IsOver_OtherChangesOfAServer_AreNoMatter()
    {
        var leaving = Leaving();
        Publish(Server("a"));
        Publish(Server("a") with { Weight = 7 });

        _time.Advance(6 * Minute);

        Assert.False(leaving.IsOver(Server("a")));
        Assert.Empty(leaving.All);
    }

    [Fact]
    public void IsOver_WithoutALimit_IsNever()
    {
        var leaving = new LeavingServers(_state, Options.Create(new DrainOptions { ServerDrainTimeout = TimeSpan.Zero }), _time);
        Publish(Server("a"));
        Publish();

        _time.Advance(100 * Minute);

        Assert.False(leaving.IsOver(Server("a")));
    }

    private LeavingServers Leaving() => new(_state, GatewayParts.Defaults<DrainOptions>(), _time);

    private void Publish(params Server[] servers) => _state.Publish(
        new(ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring), Bound: null), TimeSpan.Zero);

    private static Server Server(string id) => new() { Id = new(id), Url = $"http://{id}.test" };
}
