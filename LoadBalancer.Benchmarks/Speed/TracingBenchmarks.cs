using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>What a trace costs a relayed request while somebody listens, and while nobody does.</summary>
[MemoryDiagnoser]
public class TracingBenchmarks : IDisposable
{
    private TracedRequests? _requests;

    /// <summary>Whether somebody listens.</summary>
    [Params(false, true)]
    public bool Listens { get; set; }

    [GlobalSetup]
    public void SetUp() => _requests = new(Listens);

    [GlobalCleanup]
    public void Dispose()
    {
        _requests?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "read and forward a request's head, with its spans")]
    public int Forward() => _requests!.Forward();
}
