using System.Collections.Concurrent;
using System.Globalization;
using LoadBalancer.Tests.Functional.RequestLog;
using LoadBalancer.Tests.Simulator;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests that the simulator's report reads the request log of a complete cluster.</summary>
[Collection(OneAtATime.Name)]
public sealed class RequestLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_OfTwoGateways_WritesLogsThatReportReads()
    {
        const int Requests = 100;
        using var folder = new LogFolder();
        var responded = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using (var cluster = await RunningCluster.StartAsync(
            backends: 3, gateways: 2, redis: null, (RunningCluster.RequestLog, folder.Log)))
        {
            for (var i = 0; i < Requests; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
                request.Headers.Add("X-Request-Id", i.ToString(CultureInfo.InvariantCulture));
                using var response = await cluster.Gateways[i % 2].SendAsync(request, Token);
                responded.AddOrUpdate(
                    response.EnsureSuccessStatusCode().Headers.GetValues("X-Server-Id").Single(), 1, (_, count) => count + 1);
            }

            await cluster.StopAsync();
        }

        var run = await SimulatorRun.RunAsync("report", folder.Log, Path.ChangeExtension(folder.Log, "gateway-2.log"), "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(Requests, run.Json.GetProperty("requests").GetInt32());
        Assert.Equal(0, run.Json.GetProperty("serverErrors").GetInt32());
        Assert.Equal(
            responded.OrderBy(server => server.Key, StringComparer.Ordinal).Select(server => (server.Key, server.Value)),
            run.Json.GetProperty("servers")
                .EnumerateArray()
                .Select(server => (server.GetProperty("id").GetString()!, server.GetProperty("requests").GetInt32()))
                .OrderBy(server => server.Item1, StringComparer.Ordinal));
    }
}
