using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Rendezvous;

public sealed class RendezvousGroupTests
{
    /// <summary>Includes few distinct seeds, so that some random numbers are equal; the first server then wins.</summary>
    [Fact]
    public void Best_WithVectors_EqualsTheScalarWalk() =>
        Gen.Select(Gen.OneOf(Gen.ULong, Gen.ULong[0, 3]).Array[1, 40], Gen.ULong).Sample((seeds, hash) =>
        {
            var group = new RendezvousGroup(100, [.. Enumerable.Range(0, seeds.Length)], seeds);
            var walk = new CandidateWalk(Placement.Build(PlacementAlgorithm.Ring, Placements.Equal(seeds.Length)), hash, new ulong[1]);

            Assert.Equal(group.BestUnmet(ref walk), group.Best(hash));
        });
}
