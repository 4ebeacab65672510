using System.Globalization;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Runs the AppHost in its own process, as a user does, and finds everything that it leaves behind.</summary>
internal sealed class RunningAppHost : IAsyncDisposable
{
    private const string MarkerName = "LB_TEST_RUN";
    private readonly string _marker = Guid.NewGuid().ToString("N");

    private RunningAppHost(string[] arguments, (string Key, string Value)[] environment)
    {
        var port = FreePorts.Find(3);
        Program = RunningProgram.Start(
            Programs.AppHost,
            ["--gateway-port", Text(port), "--dashboard-port", Text(port + 1), .. arguments],
            [
                ("Gateway__RequestLog__Path", ""),
                ("ASPNETCORE_URLS", $"http://localhost:{Text(port + 2)}"),
                .. environment,
                (MarkerName, _marker),
            ]);
        Gateway = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{Text(port)}") };
    }

    public RunningProgram Program { get; }

    public HttpClient Gateway { get; }

    public string ReadyLine { get; private set; } = "";

    /// <summary>All running processes of the AppHost and of Aspire's orchestrator, identified by a marker in their environment.</summary>
    public IReadOnlyList<MarkedProcess> Processes => MarkedProcess.Find($"{MarkerName}={_marker}");

    public static async Task<RunningAppHost> StartAsync(string[] arguments, params (string Key, string Value)[] environment)
    {
        var appHost = new RunningAppHost(arguments, environment);
        try
        {
            appHost.ReadyLine = await appHost.Program.LineAsync(
                line => line.StartsWith("Ready", StringComparison.Ordinal), "the Ready line");
            return appHost;
        }
        catch
        {
            await appHost.DisposeAsync();
            throw;
        }
    }

    public Task NothingIsLeftAsync(TimeSpan within) =>
        Eventually.TrueAsync("everything is removed", () => Task.FromResult(Processes.Count == 0), within);

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        await Program.DisposeAsync();
        foreach (var process in Processes)
        {
            RunningProgram.Signal(process.Id, "KILL");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
