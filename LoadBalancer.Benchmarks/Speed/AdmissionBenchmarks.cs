using BenchmarkDotNet.Attributes;

namespace LoadBalancer.Benchmarks.Speed;

/// <summary>Measures the cost of the limits for each request, with 4,096 clients in turn. Times are per request.</summary>
public class AdmissionBenchmarks
{
    private const int Requests = 4_096;

    private readonly Admissions _admissions = new();

    [Benchmark(OperationsPerInvoke = Requests)]
    public bool Overload()
    {
        var isShedding = false;
        for (var i = 0; i < Requests; i++)
        {
            isShedding |= _admissions.IsShedding();
        }

        return isShedding;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public bool ClientRates()
    {
        var passes = true;
        for (var i = 0; i < Requests; i++)
        {
            passes &= _admissions.TryTake(i);
        }

        return passes;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public bool Admission()
    {
        var passes = true;
        for (var i = 0; i < Requests; i++)
        {
            passes &= _admissions.TryEnter(i);
        }

        return passes;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int Rejection()
    {
        var length = 0;
        for (var i = 0; i < Requests; i++)
        {
            length += _admissions.Reject();
        }

        return length;
    }
}
