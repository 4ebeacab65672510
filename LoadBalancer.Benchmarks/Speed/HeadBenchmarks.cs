using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Measures the cost of reading the heads of an ordinary request and response strictly, and of rewriting them.</summary>
[MemoryDiagnoser]
public class HeadBenchmarks
{
    private readonly Heads _heads = new();

    [Benchmark(Description = "read a request head")]
    public long ReadRequest() => _heads.ReadRequest();

    [Benchmark(Description = "read and forward a request head")]
    public int ForwardRequest() => _heads.ForwardRequest();

    [Benchmark(Description = "read and forward a response head")]
    public int ForwardedResponse() => _heads.ForwardedResponse();
}
