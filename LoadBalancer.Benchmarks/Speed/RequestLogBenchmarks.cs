using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>What a request costs on its own thread by being logged and measured. Lines have about 260 bytes.</summary>
[MemoryDiagnoser]
public class RequestLogBenchmarks
{
    private RecordedRequests _requests = null!;

    [Params(false, true)]
    public bool Logged { get; set; }

    [Params(false, true)]
    public bool Measured { get; set; }

    [GlobalSetup]
    public void Build() => _requests = new(Logged, Measured);

    [GlobalCleanup]
    public void End() => _requests.Dispose();

    [Benchmark(Description = "a request's end")]
    public void Record() => _requests.Record();
}
