using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Tests.Core.Selection;

public sealed class PlacementDigestTests
{
    private static readonly Server A = new() { Id = new("a"), Url = "http://a:1" };
    private static readonly Server B = new() { Id = new("b"), Url = "http://b:1" };

    [Fact]
    public void Of_SameServers_IsEqualForAnyOrderVersionUrlOrProcess()
    {
        var left = Of(PlacementAlgorithm.Ring, A, B);
        var right = Of(PlacementAlgorithm.Ring, B with { Url = "http://x", Instance = "p", Since = DateTimeOffset.UnixEpoch }, A);

        Assert.Equal(left, right);
        Assert.Matches("^[0-9a-f]{16}$", left);
    }

    [Fact]
    public void Of_AnyPlacementChange_IsDifferent()
    {
        string[] digests =
        [
            Of(PlacementAlgorithm.Ring, A, B),
            Of(PlacementAlgorithm.Maglev, A, B),
            Of(PlacementAlgorithm.Rendezvous, A, B),
            Of(PlacementAlgorithm.Ketama, A, B),
            Of(PlacementAlgorithm.Ketama, A with { Url = "http://a:2" }, B),
            Of(PlacementAlgorithm.Ring, A),
            Of(PlacementAlgorithm.Ring),
            Of(PlacementAlgorithm.Ring, A with { Weight = 101 }, B),
            Of(PlacementAlgorithm.Ring, A, B with { Weight = 101 }),
            Of(PlacementAlgorithm.Ring, A with { State = ServerState.Draining }, B),
            Of(PlacementAlgorithm.Ring, A with { Id = new("a1") }, B),
            ClusterSnapshot.Create(new(new("e"), 1, [A, B]), PlacementAlgorithm.Ring, [10, 100]).Digest,
        ];

        Assert.Equal(digests.Length, digests.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>The digest is frozen, because gateways of different builds compare it.</summary>
    [Fact]
    public void Of_KnownMembership_IsAsFrozen() =>
        Assert.Equal("213cdc57fb63a396", Of(PlacementAlgorithm.Ring, A, B with { Weight = 250, State = ServerState.Draining }));

    private static string Of(PlacementAlgorithm algorithm, params Server[] servers) =>
        ClusterSnapshot.Create(new(new("e"), 1, servers), algorithm).Digest;
}
