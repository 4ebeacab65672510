using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LoadBalancer.AppHost.Output;
using LoadBalancer.Core.Hashing.Ring;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.AppHost.Output;
using LoadBalancer.Tests.Functional;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A complete cluster that the AppHost starts on Aspire, on its own ports, within the test process.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    public const string RequestLog = "Gateway__RequestLog__Path";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly IDistributedApplicationTestingBuilder _builder;
    private readonly ProcessLog _processes;

    private RunningCluster(
        IDistributedApplicationTestingBuilder builder,
        DistributedApplication application,
        RecordedOutput output,
        int gatewayPort,
        int gateways)
    {
        _builder = builder;
        Application = application;
        Output = output;
        _processes = new(application.ResourceNotifications);
        Gateways = [.. Enumerable.Range(gatewayPort, gateways).Select(Client)];
        Dashboard = Client(gatewayPort + gateways);
    }

    public DistributedApplication Application { get; }

    /// <summary>The AppHost's console output: all lines of all resources.</summary>
    public RecordedOutput Output { get; }

    public IReadOnlyList<HttpClient> Gateways { get; }

    public HttpClient Gateway => Gateways[0];

    /// <summary>A client for the dashboard, which listens on the port after the gateways' ports.</summary>
    public HttpClient Dashboard { get; }

    public string ReadyLine { get; private set; } = "";

    public string StoreConnection { get; private set; } = "";

    /// <summary>Executes commands as Aspire's dashboard does.</summary>
    public ResourceCommandService Commands => Application.Services.GetRequiredService<ResourceCommandService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a cluster and waits until it is ready.</summary>
    /// <param name="backends">The number of servers to start.</param>
    /// <param name="gateways">The number of gateways to start.</param>
    /// <param name="redis">The connection string of a Redis to use instead of the embedded store.</param>
    /// <param name="settings">Settings, named as environment variables.</param>
    public static async Task<RunningCluster> StartAsync(
        int backends, int gateways = 1, string? redis = null, params (string Key, string Value)[] settings)
    {
        var port = FreePorts.Find(gateways + 1);
        string[] arguments =
        [
            "--backends", Text(backends), "--gateways", Text(gateways), "--gateway-port", Text(port), "--dashboard-port",
            Text(port + gateways), "--verbose=true",
            .. redis is null ? (string[])["--store", "embedded"] : ["--redis", redis],
            .. LoggingNowhere(settings).Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"),
        ];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<global::Projects.LoadBalancer_AppHost>(arguments, Token);
        var output = new RecordedOutput();
        builder.Services.AddSingleton<IConsoleOutput>(output);
        var cluster = new RunningCluster(builder, await builder.BuildAsync(Token), output, port, gateways);
        try
        {
            await cluster.Application.StartAsync(Token).WaitAsync(StartPatience, TimeProvider.System, Token);
            await cluster.UntilAsync("the Ready line", () => Task.FromResult(cluster.Output.Lines.Any(IsReady)), StartPatience);
            cluster.ReadyLine = cluster.Output.Lines.First(IsReady);
            cluster.StoreConnection = await cluster.Application.GetConnectionStringAsync("redis", Token) ?? "";
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the process that currently runs as a resource, or ran last.</summary>
    public int ProcessOf(string name) => _processes.Of(name);

    /// <summary>The processes that have run as resources so far, by name.</summary>
    public IReadOnlyList<(string Name, int Process)> Processes => _processes.All;

    /// <summary>Returns the process of a server and the membership version that gateway 0 reports.</summary>
    public async Task<(int Process, long Version)> StateOfAsync(string server) => (ProcessOf(server), await VersionAsync(gateway: 0));

    /// <summary>Returns whether a server responds with a new process and every gateway has a newer membership.</summary>
    public async Task<bool> IsReplacedAsync(string server, (int Process, long Version) before)
    {
        try
        {
            using var response = await Gateway.GetAsync(new Uri(Application.GetEndpoint(server), "/heartbeat"), Token);
            var versions = await Task.WhenAll(Enumerable.Range(0, Gateways.Count).Select(VersionAsync));
            return response.IsSuccessStatusCode && ProcessOf(server) != before.Process && versions.All(version => version > before.Version);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<Stats> StatsAsync(int gateway = 0)
    {
        using var response = await Gateways[gateway].GetAsync("/stats", Token);
        return new(await response.EnsureSuccessStatusCode().ReadJsonAsync());
    }

    /// <summary>Returns whether every gateway reaches the store and uses all servers at full weight.</summary>
    public async Task<bool> IsSettledAsync(int servers)
    {
        try
        {
            var all = await Task.WhenAll(Enumerable.Range(0, Gateways.Count).Select(StatsAsync));
            return all.All(stats => stats.Source is "cluster"
                && stats.Json.GetProperty("ring")
                    .GetProperty("points")
                    .GetInt32() == servers * ServerRules.DefaultWeight * RingLayout.PointsPerWeight
                && stats.Json.GetProperty("servers")
                    .EnumerateArray()
                    .All(server => server.GetProperty("healthy").GetBoolean() && server.GetProperty("state").ValueEquals("active")));
        }
        catch (HttpRequestException)
        {
            // A gateway is not available at the moment.
            return false;
        }
    }

    private async Task<long> VersionAsync(int gateway) =>
        (await StatsAsync(gateway)).Json.GetProperty("ring").GetProperty("version").GetInt64();

    /// <summary>Starts a server in its own process, connected to the cluster's store.</summary>
    public RunningProgram StartServer(string id) => RunningProgram.Start(
        Programs.Backend, [], ("SERVER_ID", id), ("ConnectionStrings__redis", StoreConnection), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

    /// <summary>Waits for a condition. The failure message includes the output of the resources.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan within)
    {
        try
        {
            await Eventually.TrueAsync(what, condition, within);
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            Assert.Fail($"{exception.Message}\nThe AppHost wrote:\n{string.Join('\n', Output.AllLines)}");
        }
    }

    /// <summary>Stops the cluster in order, as Ctrl+C does.</summary>
    public Task StopAsync() => Application.StopAsync(Token).WaitAsync(StopPatience, TimeProvider.System, Token);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Gateways.Append(Dashboard))
        {
            client.Dispose();
        }

        await _processes.DisposeAsync();
        await Application.DisposeAsync();
        await _builder.DisposeAsync();
    }

    private static bool IsReady(string line) => line.StartsWith("Ready", StringComparison.Ordinal);

    /// <summary>Turns off the request log, which several clusters would share, unless the test configures it.</summary>
    private static (string Key, string Value)[] LoggingNowhere((string Key, string Value)[] settings) =>
        settings.Any(setting => string.Equals(setting.Key, RequestLog, StringComparison.Ordinal))
            ? settings
            : [(RequestLog, ""), .. settings];

    private static HttpClient Client(int port) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
