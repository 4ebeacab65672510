using System.Net;
using System.Net.Security;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests servers that respond before they have read the request's body, and close: the client receives the response, and no server is
/// blamed (RFC 9110 §9.3.1, RFC 9113 §8.1).
/// </summary>
public sealed class EarlyResponseTests : IAsyncDisposable
{
    private const int Large = 3_000_000;
    private const int Many = 24;
    private const int Few = 8;
    private const string TooLarge = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlong";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestAuthority _authority = new();
    private readonly TcpTestServer _server = new(async (stream, stop) =>
    {
        while (await stream.ReadHeadAsync(stop) is { Length: > 0 } head)
        {
            if (head.StartsWith("POST", StringComparison.Ordinal))
            {
                await stream.WriteTextAsync(TooLarge, stop);
                return;
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
    [InlineData("http", "1.1", false)]
    [InlineData("http", "1.1", true)]
    [InlineData("https", "1.1", false)]
    [InlineData("http", "2.0", false)]
    [InlineData("http", "2.0", true)]
    [InlineData("https", "2.0", false)]
    public async Task Post_ServerRespondsBeforeTheBody_IsItsResponseAndNobodysFault(string scheme, string version, bool isChunked)
    {
        await using var cluster = await StartAsync();
        using var client = ClientFor(cluster, scheme);

        for (var i = 0; i < Many; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/upload")
            {
                Version = new(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(new byte[Large]),
            };
            request.Headers.TransferEncodingChunked = isChunked ? true : null;
            using var response = await client.SendAsync(request, Token);
            Assert.Equal(
                (HttpStatusCode.RequestEntityTooLarge, "long"), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        }

        await AssertNotBlamedAsync(cluster);
    }

    [Fact]
    public async Task Post_FromAnHttp10Client_IsTheServersResponse()
    {
        await using var cluster = await StartAsync();

        for (var i = 0; i < Many; i++)
        {
            await using var stream = await cluster.Gateway.ConnectAsync(Token);
            await stream.WriteTextAsync($"POST /upload HTTP/1.0\r\nContent-Length: {Large}\r\n\r\n", Token);
            var sending = stream.WriteAsync(new byte[Large], Token).AsTask();
            var response = await stream.ReadToEndAsync(Token);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            Assert.StartsWith("HTTP/1.1 413 ", response, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\nlong", response, StringComparison.Ordinal);
        }

        await AssertNotBlamedAsync(cluster);
    }

    [Fact]
    public async Task Post_OverHttp2_IsFollowedByOtherRequestsOfTheSameConnection()
    {
        await using var cluster = await StartAsync();
        using var client = ClientFor(cluster, "http");
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        for (var i = 0; i < Many; i++)
        {
            using var content = new ByteArrayContent(new byte[Large]);
            using var first = await client.PostAsync("/upload", content, Token);
            using var second = await client.GetAsync("/", Token);

            Assert.Equal((413, 200), ((int)first.StatusCode, (int)second.StatusCode));
        }
    }

    /// <summary>curl 7.88 discards a response that it reads together with RST_STREAM.</summary>
    [Theory]
    [InlineData("http", "--http2-prior-knowledge", false)]
    [InlineData("http", "--http2-prior-knowledge", true)]
    [InlineData("https", "--http2", false)]
    [InlineData("https", "--http2", true)]
    public async Task Post_WithCurlOverHttp2_IsTheResponse(string scheme, string option, bool isGateways)
    {
        await using var cluster = await StartAsync(("Gateway:Limits:BodyBytes", isGateways ? $"{Large - 1}" : "0"));
        using var client = ClientFor(cluster, scheme);
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, new byte[Large], Token);

        for (var i = 0; i < Few; i++)
        {
            var result = await Tool.RunAsync(
                "curl", "-sSk", "--max-time", "20", option, "-w", "%{http_version} %{http_code}", "-o", "/dev/null", "--data-binary",
                $"@{file}", $"{client.BaseAddress}");
            Assert.Equal((0, "2 413"), (result.ExitCode, result.StandardOutput));
        }

        File.Delete(file);
    }

    private async Task<TestCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = await TestCluster.StartAsync(
            [
                ("urls", "http://127.0.0.1:0;https://127.0.0.1:0"),
                ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")),
                ("Gateway:Health:ConsecutiveFailures", "1"),
                .. settings,
            ]);
        await cluster.ApplyAsync(Changes.Join("s1", url: _server.Url));
        return cluster;
    }

    private HttpClient ClientFor(TestCluster cluster, string scheme) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => _authority.HasIssued(certificate),
        },
    })
    {
        BaseAddress = new(cluster.Gateway.Addresses.Single(url => url.StartsWith($"{scheme}:", StringComparison.Ordinal))),
    };

    private static async Task AssertNotBlamedAsync(TestCluster cluster)
    {
        // A client that has closed its connection asks on another one, perhaps before its last request is counted.
        await Eventually.TrueAsync(
            "the requests are counted", async () => (await Stats.ReadAsync(cluster.Gateway)).Of("s1").Requests == Many, Patience);
        var stats = await Stats.ReadAsync(cluster.Gateway);
        Assert.Equal((Many, 0), stats.Of("s1"));
        Assert.True(stats.IsHealthy("s1"));
    }
}
