using BenchmarkDotNet.Attributes;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Measures building a placement from scratch, and after a change of one server of many.</summary>
public class BuildBenchmarks
{
    private PlacementMember[] _members = [];
    private PlacementMember[] _oneLess = [];
    private PlacementMember[] _oneHeavier = [];
    private IPlacement _placement = Placement.Build(PlacementAlgorithm.Ring, []);
    private IPlacement _placementOfOneLess = Placement.Build(PlacementAlgorithm.Ring, []);

    [Params(PlacementAlgorithm.Ring, PlacementAlgorithm.Ketama, PlacementAlgorithm.Maglev, PlacementAlgorithm.Rendezvous)]
    public PlacementAlgorithm Algorithm { get; set; }

    [Params(10, 100, 1_000, 10_000)]
    public int Servers { get; set; }

    /// <summary>The weight of each server, which gives it 160 or 500 points on the ring.</summary>
    [Params(32, 100)]
    public int Weight { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _members = Clusters.Equal(Servers, weight: Weight);
        var middle = Servers / 2;
        _oneLess = [.. _members.Where((_, i) => i != middle)];
        _oneHeavier = [.. _members.Select((member, i) => i == middle ? member with { Weight = 2 * Weight } : member)];
        _placement = Placement.Build(Algorithm, _members);
        _placementOfOneLess = Placement.Build(Algorithm, _oneLess);
    }

    [Benchmark(Baseline = true)]
    public IPlacement Build() => Placement.Build(Algorithm, _members);

    [Benchmark]
    public IPlacement OneJoins() => _placementOfOneLess.Rebuild(_members);

    [Benchmark]
    public IPlacement OneLeaves() => _placement.Rebuild(_oneLess);

    [Benchmark]
    public IPlacement OneChangesWeight() => _placement.Rebuild(_oneHeavier);
}
