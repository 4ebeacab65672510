using System.Globalization;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Injects one fault under load, starting and ending with a settled cluster.</summary>
internal sealed class FaultRound(FaultCluster cluster, FaultKind kind, int target, TimeSpan hold)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan AfterIt = TimeSpan.FromSeconds(0.3);

    private string Name => kind switch
    {
        FaultKind.KillServer or FaultKind.HangServer or FaultKind.TerminateServer => FaultCluster.Server(target),
        FaultKind.KillGateway or FaultKind.TerminateGateway => FaultCluster.Gateway(target),
        _ => "redis",
    };

    private bool IsOnAServer => kind is FaultKind.KillServer or FaultKind.HangServer or FaultKind.TerminateServer;

    /// <summary>Whether the counts must be exact afterwards: counts are lost with a gateway and when Redis is emptied.</summary>
    private bool CountsAreKept => kind is not (FaultKind.KillGateway or FaultKind.TerminateGateway or FaultKind.EmptyRedis);

    public async Task<RoundReport> RunAsync(int number)
    {
        // On a busy machine, a server that has just returned may be ejected for its first slow responses after the previous round is over.
        await cluster.IsSettledAsync();
        var before = await AgreedTotalAsync();
        var findings = cluster.Findings().Count;
        await using var load = cluster.Load();
        await PassAsync(load, WarmUp);
        var at = load.Elapsed;
        await DoAsync(load);
        await cluster.IsSettledAsync();
        await PassAsync(load, AfterIt);
        await load.StopAsync();

        if (CountsAreKept)
        {
            var total = before + load.Responses.Count(response => !response.LostGateway);
            await cluster.UntilAsync(
                string.Create(CultureInfo.InvariantCulture, $"{kind} of {Name}: every gateway has counted {total}"),
                async () => await AgreedTotalAsync() == total);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{number}. {kind} {Name}");
        return new(
            name, IsOnAServer ? Name : null, at, MayFailPosts: kind is FaultKind.KillServer, [.. cluster.Findings().Skip(findings)],
            load.Responses, cluster.Posts.Read());
    }

    private Task DoAsync(FaultLoad load) => kind switch
    {
        FaultKind.KillServer => ReplaceServerAsync("KILL"),
        FaultKind.TerminateServer => ReplaceServerAsync("TERM"),
        FaultKind.HangServer => HangServerAsync(load),
        FaultKind.KillGateway => ReplaceGatewayAsync(load, "KILL"),
        FaultKind.TerminateGateway => ReplaceGatewayAsync(load, "TERM"),
        FaultKind.KillRedis => KillRedisAsync(load),
        FaultKind.HangRedis => HangRedisAsync(load),
        FaultKind.EmptyRedis => EmptyRedisAsync(load),
        _ => throw new InvalidOperationException($"No such fault: {kind}"),
    };

    private async Task ReplaceServerAsync(string signal)
    {
        var before = await cluster.StateOfAsync(Name);
        cluster.Signal(Name, signal);
        await cluster.IsBackAsync(Name, before);
    }

    private async Task HangServerAsync(FaultLoad load)
    {
        cluster.Signal(Name, "STOP");
        await PassAsync(load, hold);
        cluster.Signal(Name, "CONT");
    }

    private async Task ReplaceGatewayAsync(FaultLoad load, string signal)
    {
        var process = cluster.ProcessOf(Name);
        load.SetGone(target % FaultCluster.Gateways, gone: true);
        cluster.Signal(Name, signal);
        await cluster.IsReplacedAsync(Name, process);
        await cluster.IsSettledAsync();
        load.SetGone(target % FaultCluster.Gateways, gone: false);
    }

    private async Task KillRedisAsync(FaultLoad load)
    {
        await cluster.Redis.KillAsync();
        await PassAsync(load, hold);
        await cluster.Redis.StartAsync();
    }

    private async Task HangRedisAsync(FaultLoad load)
    {
        await cluster.Redis.PauseAsync();
        await PassAsync(load, hold);
        await cluster.Redis.ResumeAsync();
    }

    private async Task EmptyRedisAsync(FaultLoad load)
    {
        await cluster.Redis.EmptyAsync();
        await PassAsync(load, hold);
    }

    /// <summary>Waits until both gateways report the same total, and returns it.</summary>
    private async Task<long> AgreedTotalAsync()
    {
        var total = -1L;
        await cluster.UntilAsync("all gateways know the same total", async () =>
        {
            total = (await cluster.StatsAsync(0)).Total;
            return total == (await cluster.StatsAsync(1)).Total;
        });
        return total;
    }

    private Task PassAsync(FaultLoad load, TimeSpan time)
    {
        var until = load.Elapsed + time;
        return cluster.UntilAsync($"the load has run for {time}", () => Task.FromResult(load.Elapsed >= until));
    }
}
