using System.Globalization;
using System.Net;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests which listeners serve the gateway's own endpoints.</summary>
public sealed class ManagementTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnEndpoints_ByDefault_AreAtTheRoot()
    {
        await using var cluster = await StartAsync();

        Assert.NotEqual("server /stats", await TextAsync(cluster.Gateway.Client, "/stats"));
        Assert.NotEqual("server /healthcheck", await TextAsync(cluster.Gateway.Client, "/healthcheck"));
    }

    [Fact]
    public async Task OwnEndpoints_WithAManagementPort_AreOnlyThere()
    {
        var port = FreePorts.Find();
        await using var cluster = await StartAsync(("Gateway:ManagementPort", port.ToString(CultureInfo.InvariantCulture)));
        using var management = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri };

        Assert.Contains("\"total\"", await TextAsync(management, "/stats"), StringComparison.Ordinal);
        Assert.Contains("\"Healthy\"", await TextAsync(management, "/healthcheck"), StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await StatusAsync(management, "/"), await StatusAsync(management, "/x")));
        Assert.Equal(0, cluster.Server("s1").Requests);
        Assert.Equal("server /stats", await TextAsync(cluster.Gateway.Client, "/stats"));
        Assert.Equal("server /healthcheck", await TextAsync(cluster.Gateway.Client, "/healthcheck"));
    }

    [Theory]
    [BothPaths("/stats", null)]
    [BothPaths("/_lb/stats", "/_lb")]
    public async Task PublicStats_WithAManagementPort_AreOnBothPortsAndNothingElseIs(
        ForwardingPath path, string stats, string? prefix)
    {
        var port = FreePorts.Find();
        await using var cluster = await StartAsync(
        [
            ("Gateway:ManagementPort", port.ToString(CultureInfo.InvariantCulture)), ("Gateway:PublicStats", "true"),
            ("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"),
            .. prefix is null ? [] : new[] { ("Gateway:ManagementPath", prefix) },
        ]);
        using var management = new HttpClient { BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri };

        Assert.Contains("\"total\"", await TextAsync(cluster.Gateway.Client, stats), StringComparison.Ordinal);
        Assert.Contains("\"total\"", await TextAsync(management, stats), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(management, "/"));
        Assert.Equal($"server {prefix}/healthcheck", await TextAsync(cluster.Gateway.Client, $"{prefix}/healthcheck"));
        Assert.Equal($"server {prefix}/metrics", await TextAsync(cluster.Gateway.Client, $"{prefix}/metrics"));
        Assert.Equal("server /other", await TextAsync(cluster.Gateway.Client, "/other"));
    }

    [Fact]
    public async Task ManagementPort_WithoutAnAddress_IsOnLoopbackAlone()
    {
        var port = FreePorts.Find();
        await using var cluster = await StartAsync(("Gateway:ManagementPort", port.ToString(CultureInfo.InvariantCulture)));

        var addresses = cluster.Gateway.Addresses.Select(address => BindingAddress.Parse(address))
            .Where(address => address.Port == port)
            .ToArray();

        Assert.NotEmpty(addresses);
        Assert.All(
            addresses,
            address => Assert.True(address.Host is "localhost" || IPAddress.IsLoopback(IPAddress.Parse(address.Host)), address.ToString()));
    }

    [Fact]
    public async Task OwnEndpoints_BelowAPath_LeaveTheRestToServers()
    {
        await using var cluster = await StartAsync(("Gateway:ManagementPath", "/_lb"));

        Assert.Contains("\"total\"", await TextAsync(cluster.Gateway.Client, "/_lb/stats"), StringComparison.Ordinal);
        Assert.Contains("\"Healthy\"", await TextAsync(cluster.Gateway.Client, "/_lb/healthcheck"), StringComparison.Ordinal);
        Assert.Equal("server /stats", await TextAsync(cluster.Gateway.Client, "/stats"));
        Assert.Equal("server /healthcheck", await TextAsync(cluster.Gateway.Client, "/healthcheck"));
        Assert.Equal("server /_lb/other", await TextAsync(cluster.Gateway.Client, "/_lb/other"));
    }

    [Fact]
    public async Task Response_OfTheGateway_NamesNeitherItselfNorItsServers()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        using var response = await cluster.Gateway.GetAsync("/", key: null, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(response.Headers.Server);
        var text = response.Headers + await response.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain(new Uri(dead.Url).Authority, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    private static async Task<TestCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(settings);
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync($"server {context.Request.Path}"));
        return cluster;
    }

    private static async Task<string> TextAsync(HttpClient client, string path) => await client.GetStringAsync(path, Token);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Token);
        return response.StatusCode;
    }
}
