using System.Globalization;
using BenchmarkDotNet.Running;
using LoadBalancer.Benchmarks;
using LoadBalancer.Benchmarks.Allocations;
using LoadBalancer.Benchmarks.Proxies;
using LoadBalancer.Benchmarks.Quality;
using LoadBalancer.Benchmarks.Scale;
using LoadBalancer.Benchmarks.Soak;
using LoadBalancer.Benchmarks.Starts;

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
    case ["soak", "--minutes", var minutes] when int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count > 0:
        return await SoakCommand.RunAsync(Console.Out, TimeSpan.FromMinutes(count));
    case ["soak-gateway", .. var servers]:
        return await SoakGateway.RunAsync(servers);
    case ["proxy"]:
        return await ProxyCommand.RunAsync(Console.Out, new(Rounds: 5, Seconds: 3));
    case ["proxy", "--rounds", var rounds, "--seconds", var seconds]
        when int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            && times > 0
            && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > 0:
        return await ProxyCommand.RunAsync(Console.Out, new(times, length));
    case ["scale", .. var arguments] when ScaleOptions.TryParse(arguments, out var scale):
        return await ScaleCommand.RunAsync(Console.Out, scale);
    case ["dashboard"]:
        return await DashboardCommand.RunAsync(Console.Out);
    case ["start", .. var arguments] when StartOptions.TryParse(arguments, out var starts):
        return await StartCommand.RunAsync(Console.Out, starts);
    case ["proxy-yarp", var port, .. var urls]:
        return await PlainYarp.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), urls);
    case ["proxy-load", var port, var path, var rate, var seconds]:
        return await OpenLoop.RunAsync(
            Console.Out, int.Parse(port, CultureInfo.InvariantCulture), path, double.Parse(rate, CultureInfo.InvariantCulture),
            int.Parse(seconds, CultureInfo.InvariantCulture));
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Clusters).Assembly).Run(args, new ShortRunConfig());
        return 0;
}
