using System.Collections.Immutable;
using LoadBalancer.Cluster.Gateways;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Publishing;

/// <summary>Tests when health verdicts publish snapshots, and how many snapshots are built.</summary>
public sealed class SnapshotRepublishingTests : IDisposable
{
    private static readonly MembershipSnapshot Membership = new(new("epoch"), 1, [Server("a"), Server("b")]);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly ClusterState _state = new(GatewayParts.Defaults<PlacementOptions>());
    private readonly CountingBuilder _builder = new();
    private readonly HealthMonitor _health;
    private readonly SnapshotPublisher _publisher;

    public SnapshotRepublishingTests()
    {
        _health = GatewayParts.Health(_time);
        var builder = new ServingSnapshotBuilder(_builder, new ClusterLoad(), GatewayParts.Defaults<PlacementOptions>());
        _publisher = new(_state, [], builder, _health, new StoreClock(_time), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task OnChanged_Membership_IsTheOneInUse()
    {
        await _publisher.OnChangedAsync(Membership, Token);

        Assert.Same(Membership, _state.Cluster.Membership);
        Assert.Equal(1, _builder.Built);
    }

    [Fact]
    public async Task Verdict_Changed_PublishesOnTheTimer()
    {
        await _publisher.OnChangedAsync(Membership, Token);

        Fail("a");
        _time.Advance(TimeSpan.Zero);

        Assert.Equal(HealthReason.ProbesFail, _state.Cluster.Health.Reasons[0]);
    }

    [Fact]
    public async Task Verdict_ChangedAfterDispose_PublishesNothing()
    {
        await _publisher.OnChangedAsync(Membership, Token);
        _publisher.Dispose();

        Fail("a");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, _builder.Built);
    }

    [Fact]
    public async Task Votes_OfOtherGateways_PublishOnlyWhileOneIsAgainstAServer()
    {
        await _publisher.OnChangedAsync(Membership, Token);

        Hear("a", new(2, 0));
        Assert.Equal((1, 0), (_builder.Built, _health.Doubted.Count()));
        Hear("a", new(0, 2));
        Assert.Equal((2, HealthReason.OtherGateways), (_builder.Built, _state.Cluster.Health.Reasons[0]));
        Assert.Equal(["a@1"], _health.Doubted.Select(name => name.Value));
        Hear("a", new(0, 2));
        Assert.Equal(2, _builder.Built);
        Hear("a", new(2, 0));
        Assert.Equal((3, HealthReason.Healthy), (_builder.Built, _state.Cluster.Health.Reasons[0]));
    }

    private static Server Server(string id) => new() { Id = new(id), Url = $"http://{id}.test", Instance = "1", Since = Changes.Noon };

    private void Fail(string id)
    {
        for (var i = 0; i < new HealthOptions().ProbeFailures; i++)
        {
            _health.Observe(Membership.Find(new(id))!, new ProbeResult(HealthReason.ProbesFail));
        }
    }

    private void Hear(string id, Votes votes)
    {
        _health.Hear(new("self"), OtherGateways.None with
        {
            Gateways = [new("x"), new("y")],
            Votes = new Dictionary<ServerProcess, Votes> { [new($"{id}@1")] = votes },
        });
        _time.Advance(TimeSpan.Zero);
    }

    private sealed class CountingBuilder : ISnapshotBuilder
    {
        private readonly SnapshotBuilder _inner = new();

        public int Built { get; private set; }

        public ClusterSnapshot Next(
            ClusterSnapshot current,
            MembershipSnapshot membership,
            PlacementAlgorithm algorithm,
            ImmutableArray<int> weights,
            ClusterHealth health)
        {
            Built++;
            return _inner.Next(current, membership, algorithm, weights, health);
        }
    }
}
