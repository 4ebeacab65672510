using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>What a trace costs a relayed request: while nobody listens, and where the trace is dropped or recorded.</summary>
[MemoryDiagnoser]
public class TracingBenchmarks : IDisposable
{
    private TracedRequests? _requests;

    /// <summary>Whether somebody listens, and records the requests.</summary>
    [ParamsAllValues]
    public Tracing Tracing { get; set; }

    [GlobalSetup]
    public void SetUp() => _requests = new(Tracing);

    [GlobalCleanup]
    public void Dispose()
    {
        _requests?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "read and forward a request's head, with its spans")]
    public int Forward() => _requests!.Forward();
}
