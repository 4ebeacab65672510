using System.Diagnostics;
using System.Globalization;
using LoadBalancer.Store;
using LoadBalancer.Tests.Support;
using LoadBalancer.Tests.Support.Otlp;

namespace LoadBalancer.Tests.EndToEnd.Telemetry;

/// <summary>Tests how a process with telemetry stops.</summary>
[Collection(OneAtATime.Name)]
public sealed class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Far more than the second that stopping may take, and less than the 5 s that each signal's exporter waits by default.
    /// </summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Gateway", "grpc")]
    [InlineData("Gateway", "http/protobuf")]
    [InlineData("Backend", "grpc")]
    public async Task Terminate_CollectorUnreachable_ExitsSoon(string program, string protocol)
    {
        using var collector = new DeadPort();

        await AssertStopsSoonAsync(program, collector.Url, protocol);
    }

    [Theory]
    [InlineData("Gateway", "grpc")]
    [InlineData("Gateway", "http/protobuf")]
    [InlineData("Backend", "grpc")]
    public async Task Terminate_CollectorNeverResponds_ExitsSoon(string program, string protocol)
    {
        using var collector = new MutePort();

        await AssertStopsSoonAsync(program, collector.Url, protocol);
    }

    [Fact]
    public async Task Terminate_CollectorAvailable_SendsPendingTelemetry()
    {
        using var store = EmbeddedStore.Start();
        await using var receiver = await OtlpReceiver.StartAsync();
        const string Never = "600000";
        await using var backend = await StartAsync(
            "Backend",
            store,
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Url),
                ("OTEL_BSP_SCHEDULE_DELAY", Never),
                ("OTEL_BLRP_SCHEDULE_DELAY", Never),
                ("OTEL_METRIC_EXPORT_INTERVAL", Never),
            ]);
        await backend.LineAsync(line => line.Contains("Server s1 registered", StringComparison.Ordinal), "the server has registered");
        Assert.Empty(receiver.Spans);

        backend.Terminate();

        Assert.Equal(0, await backend.ExitCodeAsync());
        Assert.Contains(receiver.Spans, span => span["url.path"] is "/echo");
        Assert.Contains("backend: http.server.request.duration s", receiver.Metrics);
        Assert.Contains(receiver.Logs, log => log.Record.Body.StringValue is "Server s1 left the membership");
    }

    private static async Task AssertStopsSoonAsync(string program, string collector, string protocol)
    {
        using var store = EmbeddedStore.Start();
        await using var running = await StartAsync(
            program,
            store,
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
                ("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory"),
                ("OTEL_BSP_SCHEDULE_DELAY", "1000"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            ]);
        var elapsed = Stopwatch.StartNew();

        running.Terminate();

        Assert.Equal(0, await running.ExitCodeAsync());
        Assert.InRange(elapsed.Elapsed, TimeSpan.Zero, Soon);
    }

    private static async Task<RunningProgram> StartAsync(string program, EmbeddedStore store, (string Key, string Value)[] settings)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Find()}");
        var running = RunningProgram.Start(
            program is "Gateway" ? Programs.Gateway : Programs.Backend,
            [],
            [
                ("ConnectionStrings__redis", store.ConnectionString),
                ("ASPNETCORE_URLS", url),
                ("SERVER_ID", "s1"),
                ("Registration__DrainDelay", "00:00:00"),
                .. settings,
            ]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await running.UntilAsync("it responds", () => ResponsesAsync(client, url), Patience);
        return running;
    }

    private static async Task<bool> ResponsesAsync(HttpClient client, string url)
    {
        try
        {
            using var response = await client.GetAsync($"{url}/echo", Token);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
