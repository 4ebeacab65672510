using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>
/// Tests a proxy in front of the gateway that terminates TLS and uses HTTP/2 without TLS: its requests carry the scheme <c>https</c>, and
/// servers must see that scheme too.
/// </summary>
public sealed class SchemeTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly (string Key, string Value) Trusted = ("Gateway:TrustedProxies:0", "127.0.0.0/8");
    private static readonly (string Key, string Value) TrustedElsewhere = ("Gateway:TrustedProxies:0", "10.0.0.0/8");

    private readonly TcpTestServer _server;
    private readonly TestAuthority _authority = new();
    private string _head = "";

    public SchemeTests() => _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            if (!head.StartsWith("GET /healthcheck ", StringComparison.Ordinal))
            {
                _head = head;
            }

            await stream.WriteTextAsync(HttpText.EmptyResponse, stop);
        }
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("https")]
    [InlineData("HTTPS")]
    public async Task Https_FromATrustedProxy_IsForwardedToServers(string scheme)
    {
        await using var cluster = await StartAsync(Trusted, ("Gateway:Forwarded", "true"));

        Assert.Equal("200", await SendAsync(cluster, scheme));

        Assert.Equal(["https"], _head.FieldsNamed("X-Forwarded-Proto"));
        Assert.EndsWith(";proto=https", Assert.Single(_head.FieldsNamed("Forwarded")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_FromATrustedProxyThatSendsXForwardedProtoToo_KeepsThatHeader()
    {
        await using var cluster = await StartAsync(Trusted);

        Assert.Equal("200", await SendAsync(cluster, "https", ("x-forwarded-proto", "wss")));

        Assert.Equal(["wss"], _head.FieldsNamed("X-Forwarded-Proto"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("HTTP")]
    public async Task Http_FromATrustedProxy_StaysHttp(string scheme)
    {
        await using var cluster = await StartAsync(Trusted);

        Assert.Equal("200", await SendAsync(cluster, scheme));

        Assert.Equal(["http"], _head.FieldsNamed("X-Forwarded-Proto"));
    }

    [Theory]
    [InlineData(false, "https")]
    [InlineData(true, "https")]
    [InlineData(true, "ftp")]
    public async Task AnotherScheme_FromAnyoneElse_IsResetAndReachesNoServer(bool trustsAProxy, string scheme)
    {
        await using var cluster = await StartAsync(trustsAProxy ? [TrustedElsewhere] : []);

        Assert.Equal("reset", await SendAsync(cluster, scheme));

        Assert.Equal("", _head);
    }

    [Theory]
    [InlineData("ftp")]
    [InlineData("http://b.test/ HTTP/1.1\r\nx: ")]
    [InlineData("")]
    public async Task OtherScheme_FromATrustedProxy_IsResetAndReachesNoServer(string scheme)
    {
        await using var cluster = await StartAsync(Trusted);

        var outcome = await SendAsync(cluster, scheme);

        Assert.True(outcome is "reset" or "goaway", outcome);

        Assert.Equal("", _head);
    }

    [Fact]
    public async Task Https_FromATrustedProxyWhereHttpIsRedirected_IsServed()
    {
        await using var cluster = await StartAsync(Trusted, ("Gateway:Tls:Redirect", "true"), ("Gateway:Tls:RedirectPort", "443"));

        Assert.Equal("200", await SendAsync(cluster, "https"));
        Assert.Equal("308", await SendAsync(cluster, "http"));
    }

    [Theory]
    [InlineData("HAProxy", "1.1")]
    [InlineData("HAProxy", "2.0")]
    [InlineData("nghttpx", "1.1")]
    [InlineData("nghttpx", "2.0")]
    public async Task Client_OfARealProxyThatTerminatesTls_IsServed(string product, string version)
    {
        await using var cluster = await StartAsync(Trusted);
        await using var proxy = string.Equals(product, "HAProxy", StringComparison.Ordinal)
            ? await TlsProxy.StartHaproxyAsync(cluster.Gateway.Address.Port, _authority)
            : await TlsProxy.StartNghttpxAsync(cluster.Gateway.Address.Port, _authority);

        using var request = new HttpRequestMessage(HttpMethod.Get, "https://a.test/x")
        {
            Version = new(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await proxy.Client.SendAsync(request, Token).WaitAsync(Patience, Token);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(["https"], _head.FieldsNamed("X-Forwarded-Proto"));
    }

    private async Task<TestCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(settings);
        await cluster.ApplyAsync(Changes.Join("s1", url: _server.Url));
        return cluster;
    }

    private static async Task<string> SendAsync(TestCluster cluster, string scheme, params (string Name, string Value)[] fields)
    {
        await using var stream = await cluster.Gateway.ConnectAsync(Token);
        return await RawHttp2.SendAsync(stream, [.. RawHttp2.Get(scheme: scheme), .. fields], Token).WaitAsync(Patience, Token);
    }
}
