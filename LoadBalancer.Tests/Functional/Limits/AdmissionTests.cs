using System.Diagnostics.Metrics;
using System.Net;
using LoadBalancer.Cluster.Telemetry;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Limits;

/// <summary>Tests which requests are admitted.</summary>
public sealed class AdmissionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_OverTheRate_Are429WithRetryAfterAndReachNoServer()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Limits:RequestRate", "0.01"), ("Gateway:Limits:RequestBurst", "5"));

        for (var i = 0; i < 20; i++)
        {
            using var response = await cluster.Gateway.GetAsync("/", $"key-{i}", Token);
            Assert.Equal(i < 5 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, response.StatusCode);
            if (i >= 5)
            {
                Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100));
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            }
        }

        Assert.Equal(5, cluster.Server("s1").Requests);
        Assert.Equal(15, cluster.Gateway.Part<Rejections>().Of(RejectionReason.Rate));
        using var own = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("192.0.2.99", HttpStatusCode.TooManyRequests)]
    public async Task Requests_ThatNameOtherClients_CountForThemOnlyFromTrustedProxies(string trusted, HttpStatusCode expected)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Limits:RequestRate", "0.01"), ("Gateway:Limits:RequestBurst", "1"), ("Gateway:TrustedProxies:0", trusted));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("192.0.2.1"));

        Assert.Equal(expected, await StatusOfAsync("192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusOfAsync("192.0.2.1"));

        async Task<HttpStatusCode> StatusOfAsync(string client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Forwarded-For", client);
            using var response = await cluster.Gateway.Client.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Requests_BeyondTheLimitInFlight_Are503UntilOneEnds()
    {
        var (arrived, leave) = (NewSignal(), NewSignal());
        await using var cluster = await TestCluster.StartAsync(
            ("Gateway:Limits:Overload:Requests", "1"), ("Gateway:Limits:Overload:RetryAfter", "00:00:07"));
        await cluster.AddServerAsync("s1", async _ =>
        {
            arrived.TrySetResult();
            await leave.Task;
        });
        var first = cluster.Gateway.GetAsync("/", "key", Token);
        await arrived.Task.WaitAsync(Patience, Token);

        using (var second = await cluster.Gateway.GetAsync("/", "key", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), second.Headers.RetryAfter?.Delta);
        }

        leave.SetResult();
        (await first).EnsureSuccessStatusCode().Dispose();
        await Eventually.TrueAsync(
            "requests are admitted again",
            async () =>
            {
                using var response = await cluster.Gateway.GetAsync("/", "key", Token);
                return response.StatusCode == HttpStatusCode.OK;
            },
            Patience);
    }

    [Fact]
    public async Task Requests_WhileOverloaded_Are503ButOwnEndpointsRespond()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1);
        var overload = cluster.Gateway.Part<Overload>();

        await Eventually.TrueAsync(
            "a request is shed, and the gateway's endpoints respond at the same time",
            async () =>
            {
                overload.Observe(memory: 1, TimeSpan.Zero);
                using var health = await cluster.Gateway.GetAsync("/healthcheck", key: null, Token);
                using var stats = await cluster.Gateway.GetAsync("/stats", key: null, Token);
                using var shed = await cluster.Gateway.GetAsync("/", "key", Token);
                Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (health.StatusCode, stats.StatusCode));
                return shed.StatusCode == HttpStatusCode.ServiceUnavailable && shed.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(1);
            },
            Patience);
        await Eventually.TrueAsync("the monitor's measurements end it", () => !overload.IsShedding, Patience);
        Assert.Equal("s1", await cluster.GetAsync("key"));
    }

    [Fact]
    public async Task Rejections_AreInTheMetricByReason()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Limits:RequestRate", "0.01"), ("Gateway:Limits:RequestBurst", "1"));
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, subscriber) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, cluster.Gateway.Meters)
                && instrument is { Name: RejectionMetrics.Refused, Meter.Name: GatewayMeter.Name })
            {
                subscriber.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) => counts[(string)tags[0].Value!] = measurement);
        listener.Start();
        for (var i = 0; i < 3; i++)
        {
            (await cluster.Gateway.GetAsync("/", "key", Token)).Dispose();
        }

        listener.RecordObservableInstruments();

        Assert.Equal(2, counts["rate"]);
        Assert.Equal(Rejections.Reasons.Length, counts.Count);
        Assert.Equal(2, counts.Values.Sum());
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
