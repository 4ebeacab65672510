using System.Globalization;
using LoadBalancer.Tests.Functional.Relay;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Functional.Clients;

/// <summary>Tests the gateway with curl as the client.</summary>
public sealed class CurlTests : IAsyncLifetime
{
    private const int Large = 3_000_000;

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        await _cluster.AddServerAsync("server", RespondAsync);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Get_ByDefault_IsServedOverHttp11()
    {
        var (output, error) = await CurlAsync("-v", Url("/a%2Fb/./c?d"));

        Assert.Equal("GET /a%2Fb/./c?d", output);
        Assert.Contains("< HTTP/1.1 200 OK", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Twice_SharesAConnection()
    {
        var (output, error) = await CurlAsync("-v", Url("/1"), Url("/2"));

        Assert.Equal("GET /1GET /2", output);
        Assert.Contains("Re-using existing connection", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Content-Type: text/plain")]
    [InlineData(false, "Content-Type: text/plain")]
    [InlineData(true, "Transfer-Encoding: chunked")]
    [InlineData(false, "Transfer-Encoding: chunked")]
    public async Task Upload_Large_ArrivesWhole(bool expects, string field)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, new byte[Large], TestContext.Current.CancellationToken);

        var (output, error) = await CurlAsync(
            "-v", "--expect100-timeout", "10", "-H", expects ? "Expect: 100-continue" : "Expect:", "-H", field, "--data-binary",
            $"@{file}", Url("/upload"));
        File.Delete(file);

        Assert.Equal(Large.ToString(CultureInfo.InvariantCulture), output);
        Assert.Equal(expects, error.Contains("< HTTP/1.1 100 Continue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trailers_OfTheResponse_Arrive()
    {
        await using var setup = await RelaySetup.StartAsync(
            _ => "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n");

        // When it prints the heads, curl prints the trailers after the body.
        var (output, _) = await CurlAsync("-i", $"http://127.0.0.1:{setup.Port}/");

        Assert.EndsWith("\r\n\r\nhelloX-Sum: 42\r\n", output.TrimEnd('\r', '\n') + "\r\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_AndHttp10_AreServed()
    {
        var (head, _) = await CurlAsync("-I", Url("/"));
        var (old, _) = await CurlAsync("--http1.0", "-i", Url("/old"));

        Assert.Contains("Content-Length: 6\r\n", head, StringComparison.Ordinal);
        Assert.EndsWith("GET /old", old, StringComparison.Ordinal);
    }

    private static async Task RespondAsync(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        switch (target)
        {
            case "/upload":
                var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                await context.Response.WriteAsync(body.Length.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                var response = $"{context.Request.Method} {target}";
                context.Response.ContentLength = response.Length;
                await context.Response.WriteAsync(response);
                break;
        }
    }

    private string Url(string target) => $"http://127.0.0.1:{_cluster.Gateway.Address.Port}{target}";

    private static async Task<(string Output, string Error)> CurlAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync("curl", ["-sS", "--max-time", "20", "--path-as-is", .. arguments]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return (result.StandardOutput, result.StandardError);
    }
}
