using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using LoadBalancer.AppHost.Topology;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.AppHost.AspireModel;

/// <summary>The cluster as Aspire starts it: needs its orchestrator (DCP), which comes with its packages, and a container engine.</summary>
public sealed class StartedClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Cluster_Started_ServesThroughTheGateway()
    {
        Assert.SkipUnless(File.Exists(OrchestratorPath), $"Aspire's orchestrator is not at '{OrchestratorPath}'.");
        Assert.SkipUnless((Missing.FindOnPath("docker") ?? Missing.FindOnPath("podman")) is not null, "No container engine is installed on this machine.");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<global::Projects.LoadBalancer_AppHost>(
            ["--backends", "2", "--gateways", "2"], TestContext.Current.CancellationToken);
        await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);

        await app.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        await app.ResourceNotifications.WaitForResourceHealthyAsync(ResourceNames.Gateway, TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        using var client = app.CreateHttpClient(ResourceNames.Gateway);
        await Eventually.TrueAsync("both servers have joined", async () => (await client.GetStringAsync("/healthcheck")).Contains("\"usable\":2", StringComparison.Ordinal), Patience);
        using var answer = await client.GetAsync("/");
        Assert.True(answer.IsSuccessStatusCode);
        Assert.StartsWith("backend-", Assert.Single(answer.Headers.GetValues("X-Server-Id")), StringComparison.Ordinal);
    }

    private static string? OrchestratorPath => typeof(global::Projects.LoadBalancer_AppHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => string.Equals(attribute.Key, "dcpclipath", StringComparison.OrdinalIgnoreCase))?.Value;
}
