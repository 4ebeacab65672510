using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Publishing;

public sealed class SnapshotPublisherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly PlacementOptions _options = new();
    private readonly ClusterState _state = new(GatewayParts.Defaults<PlacementOptions>());
    private readonly StoreClock _clock;
    private readonly ObservedPreparation _preparation;
    private readonly SnapshotPublisher _publisher;

    public SnapshotPublisherTests()
    {
        _clock = new(_time);
        _preparation = new(_state);
        _publisher = Create(_options);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task OnChanged_Membership_IsPreparedBeforeItIsPublished()
    {
        await _publisher.OnChangedAsync(Membership(1, Old("a")), Token);
        await _publisher.OnChangedAsync(Membership(2, Old("a"), Old("b")), Token);

        Assert.Equal([(1, 0), (2, 1)], _preparation.Seen);
        Assert.Equal(["a", "b"], _state.Cluster.Membership.Servers.Select(server => server.Id.Value));
    }

    [Fact]
    public async Task OnChanged_PreparationFails_PublishesNothing()
    {
        await _publisher.OnChangedAsync(Membership(1, Old("a")), Token);
        _preparation.Fails = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => _publisher.OnChangedAsync(Membership(2, Old("b")), Token));

        Assert.Equal(1, _state.Cluster.Membership.Version);
    }

    [Fact]
    public async Task OnChanged_ServerJoinsAServingCluster_GrowsToItsWeight()
    {
        await _publisher.OnChangedAsync(Membership(1, Old("a")), Token);
        await _publisher.OnChangedAsync(Membership(2, Old("a"), New("b")), Token);
        Assert.Equal((100, 10), Weights());

        _time.Advance(_options.SlowStart / 2);
        await Eventually.TrueAsync("the new server has gained weight", () => Weights() is (100, > 10 and < 100), Patience);
        _time.Advance(_options.SlowStart);
        await Eventually.TrueAsync("the new server has its weight", () => Weights() == (100, 100), Patience);
    }

    [Fact]
    public async Task OnChanged_ClockOfAServerIsAhead_UsesWhenItWasFirstSeen()
    {
        var ahead = Old("a") with { Since = Changes.Noon + TimeSpan.FromHours(1) };
        await _publisher.OnChangedAsync(Membership(1, ahead), Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _publisher.OnChangedAsync(Membership(2, ahead), Token);

        Assert.Equal(Changes.Noon, _state.Cluster.Membership.Servers[0].Since);
    }

    [Fact]
    public async Task Clock_IsSetBackDuringASlowStart_GoesOnWithIt()
    {
        _clock.Take(Changes.Noon, _time.GetTimestamp());
        await _publisher.OnChangedAsync(Membership(1, Old("a")), Token);
        await _publisher.OnChangedAsync(Membership(2, Old("a"), New("b")), Token);
        _time.Advance(_options.SlowStart / 2);
        await Eventually.TrueAsync("the new server has gained weight", () => Weights() == (100, 50), Patience);

        _clock.Take(Changes.Noon - TimeSpan.FromHours(1), _time.GetTimestamp());
        _time.Advance(_options.SlowStart / 9);

        await Eventually.TrueAsync("the new server has gained more weight", () => Weights() == (100, 60), Patience);
        await _publisher.OnChangedAsync(Membership(3, Old("a"), New("b")), Token);
        Assert.Equal((100, 60), Weights());
        _time.Advance(_options.SlowStart / 2);
        await Eventually.TrueAsync("the new server has its weight", () => Weights() == (100, 100), Patience);
    }

    [Fact]
    public async Task OnChanged_LastServerLeaves_RecordsWhen()
    {
        await _publisher.OnChangedAsync(Membership(1, Old("a")), Token);
        _time.Advance(TimeSpan.FromSeconds(3));
        await _publisher.OnChangedAsync(Membership(2), Token);
        _time.Advance(TimeSpan.FromSeconds(3));
        await _publisher.OnChangedAsync(Membership(3), Token);

        Assert.Equal(Changes.Noon + TimeSpan.FromSeconds(3), _state.Serving.EmptiedAt);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1.25, true)]
    public async Task OnChanged_LoadFactor_DecidesWhetherLoadIsBounded(double factor, bool isBound)
    {
        using var publisher = Create(new() { LoadFactor = factor });
        await publisher.OnChangedAsync(Membership(1, Old("a")), Token);

        Assert.Equal(isBound, _state.Serving.Bound is not null);
    }

    private static MembershipSnapshot Membership(long version, params Server[] servers) => new(new("epoch"), version, servers);

    private static Server Old(string id) => New(id) with { Since = Changes.Noon - TimeSpan.FromDays(1) };

    private static Server New(string id) => new() { Id = new(id), Url = $"http://{id}.test", Since = Changes.Noon };

    private SnapshotPublisher Create(PlacementOptions options) =>
        new(
            _state,
            [_preparation],
            new ServingSnapshotBuilder(new SnapshotBuilder(), new ClusterLoad(), Options.Create(options)),
            GatewayParts.Health(_time),
            _clock,
            _time);

    private (int A, int B) Weights() => (_state.Cluster.Placement.Members[0].Weight, _state.Cluster.Placement.Members[1].Weight);

    private sealed class ObservedPreparation(ClusterState state) : IMembershipPreparation
    {
        /// <summary>The version that is being prepared, and the version in use meanwhile.</summary>
        public List<(long Prepared, long InUse)> Seen { get; } = [];

        public bool Fails { get; set; }

        public Task PrepareAsync(MembershipSnapshot membership, CancellationToken cancellationToken)
        {
            Seen.Add((membership.Version, state.Cluster.Membership.Version));
            return Fails ? Task.FromException(new InvalidOperationException("The routes cannot be prepared.")) : Task.CompletedTask;
        }
    }
}
