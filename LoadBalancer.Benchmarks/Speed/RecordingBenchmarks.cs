using BenchmarkDotNet.Attributes;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>
/// Measures the cost of the statistics for each request: the counts and latency of its server, and the sketch of hot keys. Keys have 36
/// characters. Times are per request.
/// </summary>
public class RecordingBenchmarks
{
    private const int Requests = 4_096;

    private readonly Recorders _recorders = new();
    private readonly ServerId[] _servers = [.. Enumerable.Range(0, 16).Select(i => new ServerId($"backend-{i}"))];
    private string[] _keys = [];
    private ulong[] _hashes = [];

    /// <summary>
    /// The number of keys. The sketch can hold all of 100 keys all the time; of 4,096 keys in turn, each replaces another.
    /// </summary>
    [Params(100, 4_096)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _keys = [.. Enumerable.Range(0, Requests).Select(i => $"{i % Keys:x8}-0000-4000-8000-0000{i % Keys:x8}")];
        _hashes = [.. _keys.Select(Recorders.HashOf)];
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void ServerStatistics()
    {
        for (var i = 0; i < Requests; i++)
        {
            _recorders.RecordRequest(_servers[i & 15]);
        }
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void HotKeys()
    {
        for (var i = 0; i < Requests; i++)
        {
            _recorders.RecordKey(_keys[i], _hashes[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void Both()
    {
        for (var i = 0; i < Requests; i++)
        {
            _recorders.RecordKey(_keys[i], _hashes[i]);
            _recorders.RecordRequest(_servers[i & 15]);
        }
    }
}
