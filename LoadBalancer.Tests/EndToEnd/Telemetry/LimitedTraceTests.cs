using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoadBalancer.Tests.Support.Otlp;

namespace LoadBalancer.Tests.EndToEnd.Telemetry;

/// <summary>Tests what an OTLP backend receives when there are more traces than a gateway records.</summary>
public sealed class LimitedTraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{TraceId}-b7ad6b7169203331-01";
    private const string Limit = "Telemetry__TracesPerSecond";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Traces_AboveTheLimit_AreLimitedAndComplete(string relay)
    {
        await using var cluster = await ObservedCluster.StartAsync(
            ("Gateway__Relay", relay), (Limit, "10"), ("OTEL_TRACES_SAMPLER", "always_on"));

        var elapsed = Stopwatch.StartNew();
        for (var i = 0; i < 500; i++)
        {
            await EchoAsync(cluster, HttpVersion.Version11);
        }

        // At most one second's worth of tokens, the tokens refilled meanwhile, and one token that was partly refilled before.
        var most = 10 + (10 * elapsed.Elapsed.TotalSeconds) + 1;
        await cluster.StopAsync();
        var requests = Requests(cluster);
        Assert.InRange(requests.Length, 1, most);
        AssertWhole(cluster, requests);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Traces_BelowTheLimit_AreAllRecordedAndComplete(string relay)
    {
        await using var cluster = await ObservedCluster.StartAsync(
            ("Gateway__Relay", relay), (Limit, "10000"), ("OTEL_TRACES_SAMPLER", "always_on"));

        for (var i = 0; i < 50; i++)
        {
            await EchoAsync(cluster, HttpVersion.Version11);
        }

        await cluster.Receiver.SpansAsync("all requests", 50, span => span.IsServer && span.Service is "gateway");
        await cluster.StopAsync();
        var requests = Requests(cluster);
        Assert.Equal(50, requests.Length);
        AssertWhole(cluster, requests);
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("true", 2)]
    [InlineData("false", 1)]
    public async Task Trace_DroppedClientTrace_IsForwardedUnchanged(string relay, int version)
    {
        await using var cluster = await ObservedCluster.StartAsync(("Gateway__Relay", relay), (Limit, "0"));

        var seen = await EchoAsync(cluster, new(version, version == 1 ? 1 : 0), ("traceparent", Parent), ("tracestate", "vendor=1"));

        Assert.Equal((Parent, "vendor=1"), (Assert.Single(seen["traceparent"]), Assert.Single(seen["tracestate"])));
        var served = Assert.Single(await cluster.Receiver.SpansAsync("the server's", 1, span => span.TraceId is TraceId));
        Assert.Equal(("backend", "b7ad6b7169203331"), (served.Service, served.ParentId));
        Assert.DoesNotContain(cluster.Receiver.Spans, span => span.Service is "gateway");
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("true", 2)]
    [InlineData("false", 1)]
    public async Task Trace_DroppedNewTrace_IsNotStartedByTheServer(string relay, int version)
    {
        await using var cluster = await ObservedCluster.StartAsync(("Gateway__Relay", relay), (Limit, "0"));

        var seen = await EchoAsync(cluster, new(version, version == 1 ? 1 : 0));

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", Assert.Single(seen["traceparent"]));
        await cluster.StopAsync();
        Assert.Empty(cluster.Receiver.Spans);
    }

    private static ExportedSpan[] Requests(ObservedCluster cluster) =>
        [.. cluster.Receiver.Spans.Where(span => span.IsServer && span.Service is "gateway")];

    /// <summary>
    /// Asserts that each request has its span, with the span of its attempt below it and the server's span below that, and that the server
    /// has no other spans.
    /// </summary>
    private static void AssertWhole(ObservedCluster cluster, ExportedSpan[] requests)
    {
        var spans = cluster.Receiver.Spans.ToLookup(span => span.TraceId, StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var sending = Assert.Single(spans[request.TraceId], span => span.IsClient);
            var served = Assert.Single(spans[request.TraceId], span => span.IsServer && span.Service is "backend");
            Assert.Equal(("", request.Id, sending.Id), (request.ParentId, sending.ParentId, served.ParentId));
        }

        Assert.Equal(requests.Length, spans.Count(trace => trace.Any(span => span.IsServer)));
    }

    private static async Task<ILookup<string, string>> EchoAsync(
        ObservedCluster cluster, Version version, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
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
