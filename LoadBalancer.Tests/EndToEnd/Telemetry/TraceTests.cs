using System.Net.Http.Json;
using System.Text.Json;
using LoadBalancer.Tests.Support;
using LoadBalancer.Tests.Support.Otlp;

namespace LoadBalancer.Tests.EndToEnd.Telemetry;

/// <summary>Tests what an OTLP backend receives for requests that pass through two processes.</summary>
public sealed class TraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientsSpan = "b7ad6b7169203331";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Trace_OfAClient_ContinuesThroughGatewayAndServer(string relay)
    {
        await using var cluster = await ObservedCluster.StartAsync(("Gateway__Relay", relay));

        var seen = await EchoAsync(
            cluster, "/echo/a?secret=1", ("traceparent", $"00-{TraceId}-{ClientsSpan}-01"), ("tracestate", "vendor=1"));

        var spans = await cluster.Receiver.SpansAsync(
            "the request", 3, span => string.Equals(span.TraceId, TraceId, StringComparison.Ordinal));
        Assert.Equal(3, spans.Length);
        var request = Assert.Single(spans, span => span.IsServer && span.Service is "gateway");
        var sending = Assert.Single(spans, span => span.IsClient);
        var served = Assert.Single(spans, span => span.IsServer && span.Service is "backend");
        Assert.Equal((ClientsSpan, request.Id, sending.Id), (request.ParentId, sending.ParentId, served.ParentId));
        Assert.Equal($"00-{TraceId}-{sending.Id}-01", Assert.Single(seen["traceparent"]));
        Assert.Equal("vendor=1", Assert.Single(seen["tracestate"]));
        Assert.All(
            [request, sending],
            span => Assert.Equal(("server-1", "Owner"), (span["loadbalancer.server.id"], span["loadbalancer.selection.reason"])));
        Assert.Equal(
            ("GET", "/echo/a", "http", "200", "1"),
            (
                request["http.request.method"],
                request["url.path"],
                request["url.scheme"],
                request["http.response.status_code"],
                request["loadbalancer.tries"]));
        Assert.Equal(
            ("GET", "127.0.0.1", "200", "1.1"),
            (
                sending["http.request.method"],
                sending["server.address"],
                sending["http.response.status_code"],
                sending["network.protocol.version"]));
        Assert.Null(sending["http.request.resend_count"]);
        Assert.All(spans, span => Assert.DoesNotContain(
            span.Span.Attributes, attribute => attribute.Value.StringValue.Contains("secret=1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Trace_OfAProcess_NamesTheProcessAndItsCluster()
    {
        await using var cluster = await ObservedCluster.StartAsync(
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"), ("OTEL_SERVICE_NAME", "edge"));

        await EchoAsync(cluster, "/echo");

        var span = Assert.Single(await cluster.Receiver.SpansAsync("the request", 1, span => span.IsServer && span.Service is "edge"));
        var resource = span.Resource.Attributes;
        Assert.Equal(
            ("gateway-1", ObservedCluster.Cluster, "test"),
            (resource.Text("service.instance.id"), resource.Text("loadbalancer.cluster"), resource.Text("deployment.environment.name")));
        Assert.Matches(@"^\d+\.\d+\.\d+$", resource.Text("service.version"));
        Assert.Equal(32, span.TraceId.Length);
        Assert.Empty(span.ParentId);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Trace_OwnEndpointsAndProbes_AreNotTraced(string relay)
    {
        await using var cluster = await ObservedCluster.StartAsync(("Gateway__Relay", relay));
        foreach (var path in new[] { "/_lb/healthcheck", "/_lb/stats", "/_lb/metrics" })
        {
            using var response = await cluster.Gateway.GetAsync(path, Token);
            response.EnsureSuccessStatusCode();
        }

        await EchoAsync(cluster, "/echo/last");

        await cluster.Receiver.SpansAsync(
            "the last request, in both processes", 2, span => span.IsServer && span["url.path"] is "/echo/last");
        var paths = cluster.Receiver.Spans.Where(span => span.IsServer).Select(span => span["url.path"]).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["/echo/last"], paths);
        Assert.Single(cluster.Receiver.Spans, span => span.IsClient);
    }

    [Fact]
    public async Task Trace_BackgroundTracesEnabled_CoversReadingTheStore()
    {
        await using var cluster = await ObservedCluster.StartAsync(("Telemetry__BackgroundTraces", "true"));

        await cluster.Receiver.SpansAsync(
            "what the gateway read", 1, span => span is { Service: "gateway", Scope: "LoadBalancer.Registry", ParentId: "" });

        Assert.DoesNotContain(cluster.Receiver.Spans, span => span.Service is "backend");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Trace_SamplerOff_IsNotRecorded(string relay)
    {
        await using var cluster = await ObservedCluster.StartAsync(("Gateway__Relay", relay), ("OTEL_TRACES_SAMPLER", "always_off"));

        var seen = await EchoAsync(cluster, "/echo/unsampled");

        await ComesAsync(cluster, "gateway: loadbalancer.store.connected ");
        Assert.EndsWith("-00", Assert.Single(seen["traceparent"]), StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Receiver.Spans, span => span.Service is "gateway");
    }

    [Fact]
    public async Task MetricsAndLogs_OfAllProcesses_Arrive()
    {
        await using var cluster = await ObservedCluster.StartAsync();

        await EchoAsync(cluster, "/echo");

        foreach (var metric in new[] { "gateway: loadbalancer.store.connected ", "gateway: kestrel.active_connections "
            + "{connection}", "gateway: dotnet.gc.collections {collection}", "backend: http.server.request.duration s" })
        {
            await ComesAsync(cluster, metric);
        }

        await Eventually.TrueAsync(
            "a log line has arrived", () => cluster.Receiver.Logs.Any(log => log.Service is "gateway"
                && log.Record.Body.StringValue.StartsWith("Membership version", StringComparison.Ordinal)), Patience);
    }

    private static Task ComesAsync(ObservedCluster cluster, string metric) =>
        Eventually.TrueAsync($"{metric} has arrived", () => cluster.Receiver.Metrics.Contains(metric, StringComparer.Ordinal), Patience);

    private static async Task<ILookup<string, string>> EchoAsync(
        ObservedCluster cluster, string target, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in fields)
        {
            request.Headers.Add(name, value);
        }

        using var response = await cluster.Gateway.SendAsync(request, Token);
        var echo = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Token);
        return echo.GetProperty("headers").EnumerateArray()
            .ToLookup(
                field => field.GetProperty("name").GetString()!,
                field => field.GetProperty("value").GetString()!,
                StringComparer.OrdinalIgnoreCase);
    }
}
