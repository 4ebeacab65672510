using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests redirects from http to https, and the transport security header that browsers receive.</summary>
public sealed class SecureTransportTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("443", "/a%2Fb/../c?x=1&&y", "https://a.test/a%2Fb/../c?x=1&&y")]
    [InlineData("8443", "/", "https://a.test:8443/")]
    [InlineData("443", "http://a.test:80/x?y", "https://a.test/x?y")]
    [InlineData("443", "HTTP://a.test:80/x?y", "https://a.test/x?y")]
    public async Task Request_OverHttp_IsRedirectedToHttpsWithItsTargetUnchanged(string port, string target, string expected)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Tls:Redirect", "true"), ("Gateway:Tls:RedirectPort", port));
        var server = await cluster.AddServerAsync("s1");

        var response = await SendAsync(
            cluster, $"POST {target} HTTP/1.1\r\nHost: a.test:80\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 308 ", response, StringComparison.Ordinal);
        Assert.Equal([expected], response.FieldsNamed("Location"));
        Assert.Equal(0, server.Requests);
    }

    [Theory]
    [InlineData("/healthcheck")]
    [InlineData("/stats")]
    public async Task OwnEndpoint_OverHttp_IsServedWithoutARedirect(string path)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Tls:Redirect", "true"), ("Gateway:Tls:RedirectPort", "443"));
        await cluster.AddServerAsync("s1");

        using var response = await cluster.Gateway.GetAsync(path, key: null, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Request_WithoutAHost_CannotBeRedirected()
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:Tls:Redirect", "true"), ("Gateway:Tls:RedirectPort", "443"));

        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(cluster, "GET / HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1", "365.00:00:00", "false", null, "max-age=31536000")]
    [InlineData("1.1", "365.00:00:00", "true", "max-age=1", "max-age=1")]
    [InlineData("1.1", "00:00:00", "true", null, null)]
    [InlineData("2.0", "365.00:00:00", "true", null, "max-age=31536000; includeSubDomains")]
    [InlineData("2.0", "365.00:00:00", "true", "max-age=1", "max-age=1")]
    [InlineData("2.0", "00:00:00", "true", null, null)]
    public async Task Response_OverHttps_HasTransportSecurityUnlessTheServerSendsIt(
        string version, string time, string subdomains, string? server, string? expected)
    {
        await using var cluster = await TestCluster.StartAsync(
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
            ("Gateway:Tls:Hsts", time),
            ("Gateway:Tls:HstsSubdomains", subdomains));
        await cluster.AddServerAsync("s1", context =>
        {
            context.Response.Headers.StrictTransportSecurity = server;
            return Task.CompletedTask;
        });
        using var client = TlsClient.For(cluster.Gateway.Address.Port, "a.test", _authority);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? Assert.Single(values) : null);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Response_OfTheGatewayOverHttps_HasTransportSecurity(string version)
    {
        await using var cluster = await TestCluster.StartAsync(
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
            ("Gateway:Tls:Hsts", "365.00:00:00"));
        using var client = TlsClient.For(cluster.Gateway.Address.Port, "a.test", _authority);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
    }

    private static async Task<string> SendAsync(TestCluster cluster, string text)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, cluster.Gateway.Address.Port, Token);
        await client.GetStream().WriteTextAsync(text, Token);
        return await client.GetStream().ReadToEndAsync(Token);
    }
}
