using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional;

public sealed class ViaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths("1.0", true)]
    [BothPaths("1.0", false)]
    [BothPaths("1.1", true)]
    [BothPaths("1.1", false)]
    [BothPaths("2.0", true)]
    [BothPaths("2.0", false)]
    public async Task Via_OfBothDirections_IsAddedUnlessItIsOff(ForwardingPath path, string version, bool isOn)
    {
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:Via", isOn ? "true" : "false"));
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(context.Request.Headers.Via.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal(isOn, (await response.Content.ReadAsStringAsync(Token)).Length > 0);
        Assert.Equal(isOn, response.Headers.Via.Count > 0);
    }

    [Theory]
    [BothPaths]
    public async Task Via_Off_PassesThatOfTheClient(ForwardingPath path)
    {
        await using var cluster = await TestCluster.StartAsync(path, ("Gateway:Via", "false"));
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(context.Request.Headers.Via.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Via", "1.1 front" } } };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal("1.1 front", await response.Content.ReadAsStringAsync(Token));
    }
}
