using BenchmarkDotNet.Running;
using LoadBalancer.Benchmarks;
using LoadBalancer.Benchmarks.Allocations;
using LoadBalancer.Benchmarks.Quality;

switch (args)
{
    case ["quality"]:
        QualityReport.Write(Console.Out);
        return 0;
    case ["spill"]:
        QualityReport.WriteSpill(Console.Out);
        return 0;
    case ["allocations"]:
        return AllocationGate.Run(Console.Out, Path.Combine(AppContext.BaseDirectory, "Allocations", "allowances.json"));
    case ["allocations", var allowancesFile]:
        return AllocationGate.Run(Console.Out, allowancesFile);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Clusters).Assembly).Run(args, new ShortRunConfig());
        return 0;
}
