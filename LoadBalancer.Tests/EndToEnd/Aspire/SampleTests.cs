using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.EndToEnd.Aspire;

/// <summary>Tests the sample: a separate AppHost with two servers that uses LoadBalancer.Aspire.Hosting.</summary>
[Collection(OneAtATime.Name)]
public sealed class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sample_Started_PlacesEachTenantOnOneOfItsServers()
    {
        await using var redis = await RestartableRedis.StartNewAsync();
        var port = FreePorts.Find();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<global::Projects.AspireApp_AppHost>(
            [$"--ConnectionStrings:redis={redis.ConnectionString}", string.Create(CultureInfo.InvariantCulture, $"--gateway-port={port}")],
            Token);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        await using var application = await builder.BuildAsync(Token);
        await application.StartAsync(Token).WaitAsync(Patience, TimeProvider.System, Token);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("gateway", Token)
            .WaitAsync(Patience, TimeProvider.System, Token);
        using var gateway = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };
        await Eventually.TrueAsync(
            "the gateway uses both servers",
            async () => (await gateway.GetFromJsonAsync<JsonElement>("/healthcheck", Token)).GetProperty("usable").GetInt32() == 2,
            Patience);

        var first = await ServersOfTenantsAsync(gateway);
        var second = await ServersOfTenantsAsync(gateway);

        Assert.Equal(first, second);
        Assert.Equal(["api-1", "api-2"], first.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static async Task<string[]> ServersOfTenantsAsync(HttpClient gateway)
    {
        var servers = new List<string>();
        foreach (var tenant in Enumerable.Range(1, 40))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("X-Tenant", string.Create(CultureInfo.InvariantCulture, $"tenant-{tenant}"));
            using var response = await gateway.SendAsync(request, Token);
            servers.Add((await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Token))
                .GetProperty("server")
                .GetString()!);
        }

        return [.. servers];
    }
}
