using System.Globalization;
using LoadBalancer.Benchmarks.Proxies;

namespace LoadBalancer.Benchmarks.Scale;

/// <summary>Measures the cost of idle connections.</summary>
internal static class IdleConnections
{
    private const double KibiPerMebi = 1_024;

    public static async Task<ConnectionsSample?> MeasureAsync(Rig rig, int seconds, List<string> gaps)
    {
        await using var gateway = await ScaledGateway.StartAsync(rig);
        await gateway.WarmUpAsync();
        var (costWithout, errors) = await CostAsync(gateway, seconds);
        var (busyWithout, memory) = (await gateway.IdleAsync(), gateway.ResidentMemory);
        using var clients = new IdleClients(gateway.Port, Scenario.Ordinary.Path);
        await clients.ConnectAsync(ScaleOptions.IdleConnections);
        var (busyWith, more) = (await gateway.IdleAsync(), gateway.ResidentMemory - memory);
        var (costWith, moreErrors) = await CostAsync(gateway, seconds);
        var times = await clients.AskAsync();
        if (errors + moreErrors > 0)
        {
            gaps.Add(string.Create(
                CultureInfo.InvariantCulture, $"idle connections: {errors} errors of other clients before them, {moreErrors} with them"));
            return null;
        }

        return new(
            times.Length, more * KibiPerMebi / times.Length, busyWithout, busyWith, costWithout, costWith,
            OpenLoopOutcome.Percentile(times, 0.5), times[^1]);
    }

    private static async Task<(double Microseconds, long Errors)> CostAsync(ScaledGateway gateway, int seconds)
    {
        var before = gateway.ProcessorSeconds;
        var outcome = await gateway.LoadAsync(seconds);
        return ((gateway.ProcessorSeconds - before) * 1e6 / outcome.Requests, outcome.Errors);
    }
}
