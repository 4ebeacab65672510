using System.Globalization;
using LoadBalancer.Store;
using LoadBalancer.Tests.Support;
using LoadBalancer.Tests.Support.Otlp;

namespace LoadBalancer.Tests.EndToEnd.Telemetry;

/// <summary>A gateway and a server in their own processes, which send their telemetry to a receiver in the test.</summary>
internal sealed class ObservedCluster : IAsyncDisposable
{
    public const string Cluster = "observed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EmbeddedStore _store;
    private readonly (string Key, string Value)[] _shared;
    private readonly RunningProgram _server;
    private readonly RunningProgram _gateway;

    private ObservedCluster(EmbeddedStore store, OtlpReceiver receiver, (string Key, string Value)[] settings)
    {
        var port = FreePorts.Find();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        (string Key, string Value)[] shared =
        [
            ("ConnectionStrings__redis", store.ConnectionString),
            ("Registry__Cluster", Cluster),
            .. receiver.Settings,
        ];
        (_store, _shared, Receiver) = (store, shared, receiver);
        _server = StartServer("server-1");
        _gateway = RunningProgram.Start(
            Programs.Gateway,
            [],
            [
                .. shared,
                ("Gateway__Id", "gateway-1"),
                ("Gateway__ManagementPath", "/_lb"),
                ("Gateway__Health__Interval", "00:00:00.200"),
                ("ASPNETCORE_URLS", url),
                .. settings,
            ]);
        Gateway = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = new(url) };
    }

    public OtlpReceiver Receiver { get; }

    public HttpClient Gateway { get; }

    public static async Task<ObservedCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = new ObservedCluster(EmbeddedStore.Start(), await OtlpReceiver.StartAsync(), settings);
        await cluster._gateway.UntilAsync("the gateway serves", cluster.ServesAsync, Patience);
        return cluster;
    }

    /// <summary>Starts a server that joins the cluster; the caller stops it.</summary>
    public RunningProgram StartServer(string id) =>
        RunningProgram.Start(Programs.Backend, [], [.. _shared, ("SERVER_ID", id), ("ASPNETCORE_URLS", "http://127.0.0.1:0")]);

    /// <summary>Stops the gateway and then the server; afterwards the receiver has everything that they recorded.</summary>
    public async Task StopAsync()
    {
        foreach (var program in (RunningProgram[])[_gateway, _server])
        {
            program.Terminate();
            await program.ExitCodeAsync();
        }
    }

    /// <summary>Returns the metrics that Prometheus would scrape.</summary>
    public async Task<PrometheusText> ScrapeAsync() => PrometheusText.Parse(await Gateway.GetStringAsync("/_lb/metrics"));

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        await _gateway.DisposeAsync();
        await _server.DisposeAsync();
        await Receiver.DisposeAsync();
        _store.Dispose();
    }

    private async Task<bool> ServesAsync()
    {
        try
        {
            using var response = await Gateway.GetAsync("/_lb/healthcheck");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
