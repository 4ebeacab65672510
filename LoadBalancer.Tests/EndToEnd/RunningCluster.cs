using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A whole cluster as the AppHost starts it, on ports of its own.</summary>
internal sealed partial class RunningCluster : IAsyncDisposable
{
    public const string RequestLog = "Gateway__RequestLog__Path";

    private const string StoreMarker = "ConnectionStrings__redis=";
    private readonly List<int> _children = [];

    private RunningCluster(RunningProgram appHost, int gatewayPort, int gateways)
    {
        AppHost = appHost;
        Gateways = [.. Enumerable.Range(gatewayPort, gateways).Select(Client)];
        Dashboard = Client(gatewayPort + gateways);
    }

    public RunningProgram AppHost { get; }

    public IReadOnlyList<HttpClient> Gateways { get; }

    public HttpClient Gateway => Gateways[0];

    /// <summary>On the port after the gateways'.</summary>
    public HttpClient Dashboard { get; }

    public string ReadyLine { get; private set; } = "";

    public TimeSpan TimeToReady { get; private set; }

    public string StoreConnection => AppHost.Lines.Single(line => line.Contains(StoreMarker, StringComparison.Ordinal)).Split(StoreMarker)[1];

    public static async Task<RunningCluster> StartAsync(int backends, int gateways = 1, string? redis = null, params (string Key, string Value)[] environment)
    {
        var port = FreePorts.Find(gateways + 1);
        string[] arguments =
        [
            "--backends", Text(backends), "--gateways", Text(gateways), "--gateway-port", Text(port), "--dashboard-port", Text(port + gateways), .. redis is null ? (string[])[] : ["--redis", redis],
        ];
        var cluster = new RunningCluster(RunningProgram.Start(Programs.AppHost, arguments, LoggingNowhere(environment)), port, gateways);
        try
        {
            cluster.ReadyLine = await cluster.AppHost.LineAsync(line => line.StartsWith("Ready", StringComparison.Ordinal), "the Ready line");
            cluster.TimeToReady = cluster.AppHost.Running;
            cluster.Children();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Clusters of several tests would have one log, unless a test asks for one of its own.</summary>
    private static (string Key, string Value)[] LoggingNowhere((string Key, string Value)[] environment) =>
        environment.Any(variable => string.Equals(variable.Key, RequestLog, StringComparison.Ordinal)) ? environment : [(RequestLog, ""), .. environment];

    /// <summary>The processes that the AppHost has started until now, by name, the latest of each last.</summary>
    public IReadOnlyList<(string Name, int Process)> Children()
    {
        var children = AppHost.Lines.Select(line => StartedLine().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups["name"].Value, int.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture))).ToArray();
        _children.AddRange(children.Select(child => child.Item2).Except(_children).ToArray());
        return children;
    }

    public int ProcessOf(string name) => Children().Last(child => string.Equals(child.Name, name, StringComparison.Ordinal)).Process;

    public async Task<Stats> StatsAsync(int gateway = 0)
    {
        using var response = await Gateways[gateway].GetAsync("/stats", TestContext.Current.CancellationToken);
        return new(await response.EnsureSuccessStatusCode().ReadJsonAsync());
    }

    /// <summary>A server as a process of its own, on the cluster's store.</summary>
    public RunningProgram StartServer(string id) => RunningProgram.Start(
        Programs.Backend, [], ("SERVER_ID", id), ("ConnectionStrings__redis", StoreConnection), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Gateways.Append(Dashboard))
        {
            client.Dispose();
        }

        Children();
        await AppHost.DisposeAsync();
        foreach (var child in _children.Where(IsRunning))
        {
            RunningProgram.Signal(child, "KILL");
        }
    }

    private static HttpClient Client(int port) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>[a-z0-9-]+) +\| started, process (?<process>\d+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StartedLine();
}
