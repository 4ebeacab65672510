using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>What a trace costs a relayed request while somebody listens, and while nobody does.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // The runner has it cleaned up, which disposes of what it owns.
public class TracingBenchmarks
#pragma warning restore CA1001
{
    private TracedRequests? _requests;

    /// <summary>Whether somebody listens.</summary>
    [Params(false, true)]
    public bool Listens { get; set; }

    [GlobalSetup]
    public void SetUp() => _requests = new(Listens);

    [GlobalCleanup]
    public void CleanUp() => _requests!.Dispose();

    [Benchmark(Description = "read and forward a request's head, with its spans")]
    public int Forward() => _requests!.Forward();
}
