using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadBalancer.Tests.Deployment;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd.Telemetry;

/// <summary>
/// Makes a gateway record every metric that it has, and checks that /stats, the dashboard, the alerts, and the documentation agree with
/// them.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed partial class MetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfAGateway_MatchStatsTheDashboardTheAlertsAndTheDocumentation()
    {
        var folder = Directory.CreateTempSubdirectory("lb-metrics-").FullName;
        await using (var cluster = await ObservedCluster.StartAsync(
            ("Gateway__RequestLog__Path", Path.Combine(folder, "requests.log")), ("Gateway__SlowStart", "00:00:00")))
        {
            await LetThingsHappenAsync(cluster);

            var metrics = await cluster.ScrapeAsync();
            var stats = await cluster.Gateway.GetFromJsonAsync<JsonElement>("/_lb/stats", Token);

            AssertAgree(metrics, stats);
            Assert.Empty(GrafanaFiles.DashboardExpressions.Concat(GrafanaFiles.AlertExpressions).SelectMany(GrafanaFiles.MetricsOf).Except(
                metrics.Names.Append("up"), StringComparer.Ordinal));
            await Eventually.TrueAsync(
                "the verdicts were sent",
                () => cluster.Receiver.Metrics.Any(metric => metric.Contains("loadbalancer.verdicts", StringComparison.Ordinal)),
                Patience);
            var sent = cluster.Receiver.Metrics.Select(metric => metric.Split(' ')[1])
                .Where(name => name.StartsWith("loadbalancer.", StringComparison.Ordinal));
            Assert.Equal(Documented().Order(StringComparer.Ordinal), sent.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Makes a server join and crash, and sends requests that move to another server.</summary>
    private static async Task LetThingsHappenAsync(ObservedCluster cluster)
    {
        await using (cluster.StartServer("server-2"))
        {
            await Eventually.TrueAsync("both serve", async () => await ResponsesAsync(cluster, "server-2"), Patience);
        }

        await Eventually.TrueAsync("its death is noticed", async () => !await ResponsesAsync(cluster, "server-2")
            && (await cluster.ScrapeAsync()).Names.Contains("loadbalancer_verdicts_total"), Patience);
        await Eventually.TrueAsync("all requests are counted", async () =>
        {
            var (metrics, stats) = (await cluster.ScrapeAsync(), await cluster.Gateway.GetFromJsonAsync<JsonElement>("/_lb/stats", Token));
            return (long)metrics.Values("loadbalancer_request_duration_seconds_count").Sum() == stats.GetProperty("total").GetInt64();
        }, Patience);
    }

    private static async Task<bool> ResponsesAsync(ObservedCluster cluster, string id)
    {
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Request-Id", $"key-{i}");
            using var response = await cluster.Gateway.SendAsync(request, Token);
            if (response.Headers.GetValues("X-Server-Id").Contains(id, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void AssertAgree(PrometheusText metrics, JsonElement stats)
    {
        var ring = stats.GetProperty("ring");
        Assert.Equal(ring.GetProperty("version").GetInt64(), metrics.Value("loadbalancer_membership_version"));
        Assert.Equal(ring.GetProperty("points").GetInt64(), metrics.Value("loadbalancer_ring_points"));
        Assert.Equal(
            (double)(Convert.ToUInt64(ring.GetProperty("digest").GetString(), 16) >> 12), metrics.Value("loadbalancer_ring_digest"));
        foreach (var server in stats.GetProperty("servers").EnumerateArray())
        {
            var id = ("server", server.GetProperty("id").GetString()!);
            Assert.Equal(server.GetProperty("healthy").GetBoolean() ? 1 : 0, metrics.Value("loadbalancer_server_healthy", id));
            Assert.Equal(
                server.GetProperty("requests").GetInt64(), metrics.Values("loadbalancer_request_duration_seconds_count", id).Sum());
            Assert.Equal(server.GetProperty("failures").GetInt64(), metrics.Values("loadbalancer_failures_total", id).Sum());
        }
    }

    /// <summary>Returns the metrics that docs/operations.md lists.</summary>
    private static IEnumerable<string> Documented() => File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
        .SkipWhile(line => line is not "## Metrics").Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Select(line => Row().Match(line))
        .Where(match => match.Success)
        .Select(match => match.Groups["name"].Value)
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(?<name>loadbalancer\.[a-z._]+)` \|", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Row();
}
