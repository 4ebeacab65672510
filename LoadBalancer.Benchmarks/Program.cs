using System.Globalization;
using BenchmarkDotNet.Running;
using LoadBalancer.Benchmarks;
using LoadBalancer.Benchmarks.Allocations;
using LoadBalancer.Benchmarks.Quality;
using LoadBalancer.Benchmarks.Soak;

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
    case ["soak", "--minutes", var minutes] when int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        return await SoakCommand.RunAsync(Console.Out, TimeSpan.FromMinutes(count));
    case ["soak-gateway", .. var servers]:
        return await SoakGateway.RunAsync(servers);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Clusters).Assembly).Run(args, new ShortRunConfig());
        return 0;
}
