using System.Globalization;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Tests.Functional.Clients;

/// <summary>
/// Tests curl, nghttp, and h2load as HTTP/2 clients: with prior knowledge, by an upgrade that the gateway declines, and by ALPN over TLS.
/// </summary>
public sealed class Http2ClientTests : IAsyncLifetime
{
    private const int Large = 3_000_000;

    private readonly TestAuthority _authority = new();
    private TestCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Plain => _cluster.Gateway.Addresses.Single(url => url.StartsWith("http:", StringComparison.Ordinal));

    private string Secure => _cluster.Gateway.Addresses.Single(url => url.StartsWith("https:", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(
            ("urls", "http://127.0.0.1:0;https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")));
        await _cluster.AddServerAsync("s1", RespondAsync);
        await _cluster.AddServerAsync("s2", RespondAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(false, "--http2-prior-knowledge", "< HTTP/2 200")]
    [InlineData(false, "--http2", "< HTTP/1.1 200 OK")]
    [InlineData(true, "--http2", "< HTTP/2 200")]
    [InlineData(true, "--http1.1", "< HTTP/1.1 200 OK")]
    public async Task Curl_EachWayToRequestAProtocol_IsServedOverACommonOne(bool isSecure, string option, string status)
    {
        var result = await Tool.RunAsync(
            "curl", "-sSkv", "--max-time", "20", "--path-as-is", option, (isSecure ? Secure : Plain) + "/a%2Fb/./c?d");

        Assert.Equal((0, "GET /a%2Fb/./c?d"), (result.ExitCode, result.StandardOutput));
        Assert.Contains(status, result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "--http2-prior-knowledge")]
    [InlineData(true, "--http2")]
    public async Task Curl_LargeUpload_ArrivesWhole(bool isSecure, string option)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, new byte[Large], Token);

        var result = await Tool.RunAsync(
            "curl", "-sSk", "--max-time", "20", option, "--data-binary", $"@{file}", (isSecure ? Secure : Plain) + "/upload");
        File.Delete(file);

        Assert.Equal((0, Large.ToString(CultureInfo.InvariantCulture)), (result.ExitCode, result.StandardOutput));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nghttp_ManyStreamsOfOneConnection_GetsEveryResponse(bool isSecure)
    {
        var url = isSecure ? Secure : Plain;
        var result = await Tool.RunAsync("nghttp", ["-nsy", "--timeout=20", .. Enumerable.Range(0, 20).Select(i => $"{url}/{i}")]);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Equal(20, result.StandardOutput.Split('\n').Count(line => line.Contains(" 200 ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task H2load_ManyStreams_GetsEveryResponse(bool isSecure)
    {
        var result = await Tool.RunAsync("h2load", "-n", "1000", "-c", "8", "-m", "16", (isSecure ? Secure : Plain) + "/x");

        Assert.Contains(
            "requests: 1000 total, 1000 started, 1000 done, 1000 succeeded, 0 failed, 0 errored, 0 timeout",
            result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("status codes: 1000 2xx, 0 3xx, 0 4xx, 0 5xx", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            isSecure ? "Application protocol: h2\n" : "Application protocol: h2c\n", result.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task RespondAsync(HttpContext context)
    {
        if (context.Request.Path == "/upload")
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.WriteAsync(body.Length.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        await context.Response.WriteAsync($"{context.Request.Method} {target}");
    }
}
