using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Measures the cost of logging and measuring a request on its own thread. Lines have about 260 bytes.</summary>
[MemoryDiagnoser]
public class RequestLogBenchmarks : IDisposable
{
    private RecordedRequests _requests = null!;

    [Params(false, true)]
    public bool Logged { get; set; }

    [Params(false, true)]
    public bool Measured { get; set; }

    [GlobalSetup]
    public void Build() => _requests = new(Logged, Measured);

    [GlobalCleanup]
    public void Dispose()
    {
        _requests.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "end of a request")]
    public void Record() => _requests.Record();
}
