using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Measures the cost of tracing a relayed request: without a listener, and if the trace is dropped or recorded.</summary>
[MemoryDiagnoser]
public class TracingBenchmarks : IDisposable
{
    private TracedRequests? _requests;

    /// <summary>Whether a listener is attached, and records the requests.</summary>
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

    [Benchmark(Description = "read and forward a request head, with its spans")]
    public int Forward() => _requests!.Forward();
}
