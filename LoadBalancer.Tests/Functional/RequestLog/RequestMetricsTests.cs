using System.Net;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>Tests the metrics of requests.</summary>
public sealed class RequestMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [BothPaths]
    public async Task Requests_ServedRetriedAndRejected_AreMeasuredByServerStatusAndReason(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(path, 2);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));
        using var measured = new MeasuredCounts(cluster.Gateway.Meters);

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("s1")));
        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("s1")));
        Assert.Equal("s2", await cluster.GetAsync(await cluster.KeyForAsync("dead", "s2")));

        await Eventually.TrueAsync("all are measured", () => measured.Count(RequestMetrics.Tries) == 3, Patience);
        Assert.Equal(2, measured.Count(RequestMetrics.Duration, "s1", "2xx"));
        Assert.Equal(1, measured.Count(RequestMetrics.Duration, "s2", "2xx"));
        Assert.InRange(measured.Read(RequestMetrics.Duration, "s1", "2xx"), 1e-6, 20);
        Assert.Equal(4, measured.Read(RequestMetrics.Tries));
        Assert.Equal(3, measured.Read(RequestMetrics.Selections, "Owner"));
        Assert.Equal(1, measured.Read(RequestMetrics.Selections, "OwnerUnhealthy"));
        Assert.Equal(1, measured.Read(RequestMetrics.Retries, "s2"));
        Assert.Equal(1, measured.Read(RequestMetrics.Failures, "dead", "connection_refused"));
        Assert.Equal(0, measured.Read(RetryMetrics.InFlight, "s1"));
        Assert.Equal(0, measured.Read(RetryMetrics.Retries));
        Assert.Equal(3, measured.Read(RetryMetrics.Limit));
    }

    [Theory]
    [BothPaths]
    public async Task Requests_NoServer_AreMeasuredWithoutAServer(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path);
        using var measured = new MeasuredCounts(cluster.Gateway.Meters);

        using var response = await cluster.Gateway.GetAsync("/", key: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await Eventually.TrueAsync(
            "it is measured",
            () => measured.Count(RequestMetrics.Duration, RequestMetrics.NoServer, "5xx", "destination_unavailable") == 1,
            Patience);
    }
}
