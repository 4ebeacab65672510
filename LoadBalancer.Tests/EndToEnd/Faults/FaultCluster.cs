using System.Text.RegularExpressions;
using LoadBalancer.Tests.Functional;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Four servers and two gateways that the AppHost starts and restarts, on their own Redis.</summary>
internal sealed partial class FaultCluster(RestartableRedis redis, PostLogs posts, RunningCluster cluster) : IAsyncDisposable
{
    public const int Gateways = 2;
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
            processes = await RunningCluster.StartAsync(
                Servers, Gateways, redis.ConnectionString, [.. settings, ("Backend__PostLog", posts.Folder)]);
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

    public static string Gateway(int number) => number % Gateways == 0 ? "gateway" : "gateway-2";

    public FaultLoad Load() => new(cluster.Gateways);

    /// <summary>Sends a signal to the process that the AppHost has started last under a name.</summary>
    public void Signal(string name, string signal) => RunningProgram.Signal(cluster.ProcessOf(name), signal);

    public int ProcessOf(string name) => cluster.ProcessOf(name);

    /// <summary>Returns the servers that gateways have logged as unhealthy so far, with the reason.</summary>
    public IReadOnlyList<(string Server, string Reason)> Findings() =>
        [.. cluster.Output.AllLines.Select(line => UnhealthyLine().Match(line)).Where(match => match.Success).Select(
            match => (match.Groups["server"].Value, match.Groups["reason"].Value))];

    /// <summary>The output of all processes so far.</summary>
    public IReadOnlyList<string> Lines => [.. cluster.Output.AllLines];

    public Task<Stats> StatsAsync(int gateway) => cluster.StatsAsync(gateway);

    public Task UntilAsync(string what, Func<Task<bool>> condition) => cluster.UntilAsync(what, condition, Patience);

    public Task IsReplacedAsync(string name, int process) =>
        UntilAsync($"{name} has a new process", () => Task.FromResult(cluster.ProcessOf(name) != process));

    public Task<(int Process, long Version)> StateOfAsync(string server) => cluster.StateOfAsync(server);

    /// <summary>Waits until a server has a new process that serves requests and every gateway knows it.</summary>
    public Task IsBackAsync(string server, (int Process, long Version) before) =>
        UntilAsync($"{server} is back", () => cluster.IsReplacedAsync(server, before));

    /// <summary>Waits until every gateway reaches Redis and uses all servers at full weight.</summary>
    public Task IsSettledAsync() => UntilAsync("the cluster is as before", () => cluster.IsSettledAsync(Servers));

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await redis.DisposeAsync();
        posts.Dispose();
    }

    [GeneratedRegex(
        @"Server (?<server>[a-z0-9-]+) is unhealthy: (?<reason>[^;]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UnhealthyLine();
}
