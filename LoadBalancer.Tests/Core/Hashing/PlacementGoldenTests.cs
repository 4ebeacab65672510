using System.IO.Hashing;
using System.Text;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Hashing.Maglev;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Hashing;

/// <summary>Freezes the placement of keys, because gateways of other builds must agree on it. See Golden/README.md.</summary>
public sealed class PlacementGoldenTests
{
    public static TheoryData<PlacementAlgorithm> Algorithms => PlacementTests.Algorithms;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Candidates_GoldenKeys_AreAsFrozen(PlacementAlgorithm algorithm)
    {
        var golden = Read(algorithm);
        var placement = Placement.Build(algorithm, golden.Servers);

        Assert.All(golden.Keys, key =>
        {
            Assert.Equal(key.Hash, KeyHash.Of(algorithm, key.Key));
            Assert.Equal(key.Candidates, placement.CandidateIds(key.Hash));
        });
    }

    [Theory]
    [InlineData(PlacementAlgorithm.Ring)]
    [InlineData(PlacementAlgorithm.Maglev)]
    [InlineData(PlacementAlgorithm.Ketama)]
    public void Build_GoldenServers_EveryEntryIsAsFrozen(PlacementAlgorithm algorithm)
    {
        var golden = Read(algorithm);

        var entries = EntriesOf(Placement.Build(algorithm, golden.Servers)).ToList();

        Assert.Equal(golden.EntryCount, entries.Count);
        Assert.Equal(golden.EntryHash, XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(string.Concat(entries.Select(entry => $"{entry}\n")))));
    }

    private static GoldenLayout Read(PlacementAlgorithm algorithm) =>
        GoldenLayout.Read(algorithm switch
        {
            PlacementAlgorithm.Ring => "ring-v1.txt",
            PlacementAlgorithm.Maglev => "maglev-v1.txt",
            PlacementAlgorithm.Rendezvous => "rendezvous-v1.txt",
            _ => "ketama-v1.txt",
        });

    private static IEnumerable<string> EntriesOf(IPlacement placement) => placement switch
    {
        HashRing ring => ring.Points().Select(point => $"{point.Position:x16} {ring.Members[point.Owner].Id}"),
        MaglevTable table => table.Entries().Select(server => table.Members[server].Id),
        _ => [],
    };
}
