using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Rendezvous;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing.Rendezvous;

public sealed class RendezvousPlacementTests
{
    /// <summary>
    /// Compares with the textbook algorithm, which sorts servers by a score from a floating-point logarithm. Differences within the error
    /// of that score are ignored.
    /// </summary>
    [Fact]
    public void Candidates_AnyMembers_AreInOrderOfTheTextbookScore() =>
        Gen.Select(Placements.Members(1, 10), Gen.ULong).Sample(
            (members, hash) =>
            {
                var placement = RendezvousPlacement.Build(members);

                var scores = placement.CandidateIds(hash)
                    .Select(id => TextbookScore(members.Single(member => member.Id == id), hash))
                    .ToList();

                Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.First >= pair.Second * (1 - 1e-3)));
            },
            iter: 500);

    [Fact]
    public void Owner_TenEqualServers_PeakStaysBelowDesign()
    {
        var shares = RendezvousPlacement.Build(Placements.Equal(10)).Shares(keys: 1_000_000);

        Assert.InRange(shares.Values.Max() * 10, 1, 1.02);
    }

    private static double TextbookScore(PlacementMember member, ulong hash)
    {
        var number = hash ^ KeyHash.Of(member.Id);
        number = (number ^ (number >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        number = (number ^ (number >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        number ^= number >> 33;
        var u = (double)(number | 1) / Math.Pow(2, 64);
        return -member.Weight / Math.Log(u);
    }
}
