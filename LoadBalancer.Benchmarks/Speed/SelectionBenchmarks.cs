using BenchmarkDotNet.Attributes;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Selection;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>
/// Measures the cost of selection for a request: the owner of a hash, the first three candidates, and the whole selection from a key of 36
/// characters to a server through <see cref="ClusterSnapshot"/>. Times are per request.
/// </summary>
public class SelectionBenchmarks
{
    private const int Requests = 4_096;

    private ulong[] _hashes = [];
    private string[] _keys = [];
    private int[] _failed = [];
    private ulong[] _met = [];
    private ClusterSnapshot _snapshot = ClusterSnapshot.Create(Clusters.Membership([]), PlacementAlgorithm.Ring);
    private ClusterSnapshot _atWork = ClusterSnapshot.Create(Clusters.Membership([]), PlacementAlgorithm.Ring);
    private LoadBound? _bound;

    [Params(PlacementAlgorithm.Ring, PlacementAlgorithm.Ketama, PlacementAlgorithm.Maglev, PlacementAlgorithm.Rendezvous)]
    public PlacementAlgorithm Algorithm { get; set; }

    [Params(3, 10, 100, 1_000, 10_000)]
    public int Servers { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _snapshot = ClusterSnapshot.Create(Clusters.Membership(Clusters.Equal(Servers)), Algorithm);
        _keys = [.. Enumerable.Range(0, Requests).Select(i => $"{i:x8}-0000-4000-8000-00000000{i:x4}")];
        _hashes = [.. _keys.Select(key => _snapshot.HashOf(key))];
        _failed = [.. _hashes.Select(_snapshot.Placement.Owner)];
        (_atWork, _bound) = Clusters.AtWork(Servers, Algorithm);
        _met = new ulong[CandidateWalk.WordsFor(Servers)];
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int Owner()
    {
        var sum = 0;
        foreach (var hash in _hashes)
        {
            sum += _snapshot.Placement.Owner(hash);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int ThreeCandidates()
    {
        var sum = 0;
        foreach (var hash in _hashes)
        {
            var walk = new CandidateWalk(_snapshot.Placement, hash, _met);
            while (walk.Count < 3 && walk.MoveNext())
            {
                sum += walk.Current;
            }
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int Selection()
    {
        var sum = 0;
        foreach (var key in _keys)
        {
            sum += _snapshot.Select(_snapshot.HashOf(key), []).Server;
        }

        return sum;
    }

    /// <summary>Measures the whole selection with one server unhealthy and the load of all servers bounded.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public int SelectionAtWork()
    {
        var sum = 0;
        foreach (var key in _keys)
        {
            sum += _atWork.Select(_atWork.HashOf(key), [], _bound).Server;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int SelectionAfterTheOwnerFailed()
    {
        var sum = 0;
        for (var i = 0; i < _keys.Length; i++)
        {
            sum += _snapshot.Select(_snapshot.HashOf(_keys[i]), _failed.AsSpan(i, 1)).Server;
        }

        return sum;
    }
}
