using System.Text.RegularExpressions;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Functional;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Four servers and two gateways as the AppHost starts them and starts them again, on a Redis of their own.</summary>
internal sealed partial class FaultCluster(RestartableRedis redis, PostLogs posts, RunningCluster cluster) : IAsyncDisposable
{
    public const int Gateways = 2;
    private const int FullPoints = Servers * ServerRules.DefaultWeight * RingLayout.PointsPerWeight;
    private const int Servers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public RestartableRedis Redis => redis;

    public PostLogs Posts => posts;

    public static async Task<FaultCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var redis = await RestartableRedis.StartNewAsync();
        var posts = new PostLogs();
        RunningCluster? processes = null;
        try
        {
            processes = await RunningCluster.StartAsync(Servers, Gateways, redis.ConnectionString, [.. settings, ("Backend__PostLog", posts.Folder)]);
            var cluster = new FaultCluster(redis, posts, processes);
            await cluster.IsSettledAsync();
            return cluster;
        }
        catch
        {
            await (processes?.DisposeAsync() ?? ValueTask.CompletedTask);
            await redis.DisposeAsync();
            posts.Dispose();
            throw;
        }
    }

    public static string Server(int number) => $"backend-{number % Servers + 1}";

    public static string Gateway(int number) => $"gateway-{number % Gateways + 1}";

    public FaultLoad Load() => new(cluster.Gateways);

    /// <summary>Sends a signal to what the AppHost has started last under a name.</summary>
    public void Signal(string name, string signal) => RunningProgram.Signal(cluster.ProcessOf(name), signal);

    public int ProcessOf(string name) => cluster.ProcessOf(name);

    /// <summary>What gateways have said until now of servers that they found unhealthy, with the reason.</summary>
    public IReadOnlyList<(string Server, string Reason)> Findings() =>
        [.. cluster.AppHost.Lines.Select(line => UnhealthyLine().Match(line)).Where(match => match.Success).Select(match => (match.Groups["server"].Value, match.Groups["reason"].Value))];

    /// <summary>What all processes have written until now.</summary>
    public IReadOnlyList<string> Lines => cluster.AppHost.Lines;

    public Task<Stats> StatsAsync(int gateway) => cluster.StatsAsync(gateway);

    public Task UntilAsync(string what, Func<Task<bool>> condition) => cluster.AppHost.UntilAsync(what, condition, Patience);

    public Task IsReplacedAsync(string name, int process) =>
        UntilAsync($"{name} has a new process", () => Task.FromResult(cluster.ProcessOf(name) != process));

    /// <summary>Every gateway knows another address of a server than before.</summary>
    public Task HasMovedAsync(string server, string url) => UntilAsync(
        $"{server} is back", () => EveryGatewayAsync(stats => !stats.Server(server).GetProperty("url").ValueEquals(url)));

    /// <summary>Every gateway reaches Redis and uses all servers with their full weight.</summary>
    public Task IsSettledAsync() => UntilAsync("the cluster is as before", () => EveryGatewayAsync(IsSettled));

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await redis.DisposeAsync();
        posts.Dispose();
    }

    private async Task<bool> EveryGatewayAsync(Func<Stats, bool> condition)
    {
        try
        {
            for (var gateway = 0; gateway < Gateways; gateway++)
            {
                if (!condition(await cluster.StatsAsync(gateway)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            // The gateway, or the server within its answer, is not there at the moment.
            return false;
        }
    }

    private static bool IsSettled(Stats stats) =>
        stats.Source is "cluster"
        && stats.Json.GetProperty("ring").GetProperty("points").GetInt32() == FullPoints
        && stats.Json.GetProperty("servers").EnumerateArray().All(server => server.GetProperty("healthy").GetBoolean() && server.GetProperty("state").ValueEquals("active"));

    [GeneratedRegex(@"Server (?<server>[a-z0-9-]+) is unhealthy: (?<reason>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UnhealthyLine();
}
