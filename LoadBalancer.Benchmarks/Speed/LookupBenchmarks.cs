using BenchmarkDotNet.Attributes;
using LoadBalancer.Core.Hashing.Ring;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Compares the ring's lookup of a hash's owner with a binary search over the same points. Times are per lookup.</summary>
public class LookupBenchmarks
{
    private const int Lookups = 65_536;

    private ulong[] _hashes = [];
    private ulong[] _positions = [];
    private int[] _owners = [];
    private HashRing _ring = HashRing.Build([]);

    [Params(3, 10, 100, 1_000, 10_000)]
    public int Servers { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _hashes = Clusters.Hashes(Lookups);
        _ring = HashRing.Build(Clusters.Equal(Servers));
        _positions = [.. _ring.Points().Select(point => point.Position)];
        _owners = [.. _ring.Points().Select(point => point.Owner)];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Lookups)]
    public int BinarySearch()
    {
        var sum = 0;
        foreach (var hash in _hashes)
        {
            var point = Array.BinarySearch(_positions, hash);
            point = point < 0 ? ~point : point;
            sum += _owners[point == _owners.Length ? 0 : point];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int Owner()
    {
        var sum = 0;
        foreach (var hash in _hashes)
        {
            sum += _ring.Owner(hash);
        }

        return sum;
    }
}
