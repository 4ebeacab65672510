using BenchmarkDotNet.Attributes;
using LoadBalancer.Cluster.Tail;

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

    /// <summary>Whether somebody looks at requests: all of them pass the filter, and 25 per second are sent.</summary>
    [Params(false, true)]
    public bool Watched { get; set; }

    [GlobalSetup]
    public void Build() => _requests = new(Logged, Measured, Watched, TailRules.PerSecond);

    [GlobalCleanup]
    public void Dispose()
    {
        _requests.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "end of a request")]
    public void Record() => _requests.Record();
}
