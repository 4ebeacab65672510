using System.Globalization;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.Output;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters;

/// <summary>Writes the result of a simulation as tables.</summary>
internal static class ClusterTables
{
    private const int MostServers = 12;

    public static void Write(TextTables tables, ClusterResult result)
    {
        tables.Line(result.Description);
        tables.Line($"{result.VirtualSeconds:0.#} s of virtual time, {Figures.Count(result.Events)} events, seed "
            + $"{result.Seed.ToString(CultureInfo.InvariantCulture)}");
        tables.Table(["metric", ">value"], Measures(result));
        if (result.Failures.Count > 0)
        {
            tables.Table(
                ["failure", ">requests"],
                result.Failures.Select(failure => new[] { failure.Kind, Figures.Count(failure.Requests) }),
                isBad: (_, _) => true);
        }

        ServerShare[] servers =
        [
            .. result.Servers.Count > MostServers
                ? result.Servers.OrderByDescending(server => server.Requests).Take(MostServers)
                : result.Servers.OrderBy(server => server.Id, NaturalOrder.Instance),
        ];
        tables.Table(
            [result.Servers.Count > MostServers
                ? $"busiest of {Figures.Count(result.Servers.Count)} servers"
                : "server", ">requests", ">share"],
            servers.Zip(
                Figures.PercentColumn(servers.Select(server => (double?)server.Share)),
                (server, share) => new[] { server.Id, Figures.Count(server.Requests), share }),
            shares: [.. servers.Select(server => server.Share)]);
        if (result.Interrupted)
        {
            tables.Warn("Interrupted; the invariants were not checked.");
        }
        else if (result.Invariants.Count > 0)
        {
            tables.Table(
                ["invariant", ">limit", ">value", "holds"],
                result.Invariants.Select(invariant => new[] { invariant.Name, Number(
                    invariant.Limit), invariant.Value is { } value ? Number(value) : Figures.None, invariant.Holds ? "yes" : "NO" }),
                isBad: (row, _) => row[^1] == "NO");
        }
    }

    private static IEnumerable<string[]> Measures(ClusterResult result)
    {
        yield return ["requests", Figures.Count(result.Requests)];
        yield return ["failed", Figures.Count(result.Failed)];
        yield return ["attempts per request, worst second", Figures.Ratio(result.Amplification)];
        yield return ["spilled (owner overloaded)", Figures.Count(result.Spilled)];
        yield return ["latency p50, ms", Figures.Milliseconds(result.LatencyMs?.P50)];
        yield return ["latency p99, ms", Figures.Milliseconds(result.LatencyMs?.P99)];
        yield return ["latency max, ms", Figures.Milliseconds(result.LatencyMs?.Max)];
        yield return ["peak-to-mean ratio of servers", result.PeakToMean is { } peak ? Figures.Ratio(peak) : Figures.None];
        yield return ["peak in flight, relative to the load bound", Figures.Ratio(result.PeakLoad)];
        yield return ["membership changes", Figures.Count(result.Changes)];
        yield return ["convergence p50, ms", Figures.Milliseconds(result.ConvergenceMs?.P50)];
        yield return ["convergence max, ms", Figures.Milliseconds(result.ConvergenceMs?.Max)];
        yield return ["longest disagreement among gateways, ms", Figures.Milliseconds(result.DisagreementMs)];
        yield return ["keys moved by one change, max", Figures.Percent(result.Moved)];
        yield return ["keys moved between unchanged servers, max", Figures.Percent(result.MovedBetweenOld)];
        yield return ["last first attempt sent to a dead server, ms after its death", Figures.Milliseconds(result.DetectionMs)];
        yield return ["initial share of new servers, relative to their weight", result.NewcomerShare is { } share
            ? Figures.Percent(share)
            : Figures.None];
    }

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
