using System.Collections.Concurrent;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Sends requests through a gateway and records which server responded to each.</summary>
internal static class Load
{
    /// <summary>Sends a request for each key over the given number of connections; every request must get 200.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SendAsync(
        HttpClient gateway, IReadOnlyCollection<string> keys, int connections)
    {
        var servers = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = connections })
        {
            BaseAddress = gateway.BaseAddress,
        };
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = connections,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(keys, options, async (key, token) =>
        {
            var (status, server) = await GetAsync(client, key, token);
            Assert.True(status == 200, $"{key} got status {status}");
            servers[key] = server;
        });
        return servers;
    }

    public static string[] Keys(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}-{i}")];

    public static async Task<(int Status, string Server)> GetAsync(HttpClient gateway, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(GatewayHost.KeyHeader, key);
        using var response = await gateway.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        return ((int)response.StatusCode, response.Headers.TryGetValues("X-Server-Id", out var ids) ? ids.Single() : "");
    }
}
