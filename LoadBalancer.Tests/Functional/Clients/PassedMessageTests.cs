using System.Net.Security;
using System.Text;
using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Clients;

/// <summary>
/// Tests that interim responses and the trailers of requests pass the whole gateway between real clients (curl, nghttp) and an HTTP/1.1
/// server, whatever the client's protocol, with and without TLS on both sides.
/// </summary>
public sealed partial class PassedMessageTests : IDisposable
{
    private const string Hints = "</style.css>; rel=preload";

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(false, "--http2-prior-knowledge", "HTTP/2 103", "HTTP/2 102", "HTTP/2 200")]
    [InlineData(true, "--http2", "HTTP/2 103", "HTTP/2 102", "HTTP/2 200")]
    [InlineData(false, "--http1.1", "HTTP/1.1 103", "HTTP/1.1 102", "HTTP/1.1 200")]
    [InlineData(true, "--http1.1", "HTTP/1.1 103", "HTTP/1.1 102", "HTTP/1.1 200")]
    public async Task InterimResponses_OfTheServer_ReachCurlInOrder(bool isSecure, string protocol, params string[] expected)
    {
        await using var server = new StreamTestServer(isSecure ? _authority : null, async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(
                $"HTTP/1.1 103 Early Hints\r\nLink: {Hints}\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone",
                stop);
        });
        await using var cluster = await StartAsync(server, isSecure);

        var result = await Tool.RunAsync(
            "curl", "-sSi", "--max-time", "20", "--cacert", _authority.Path, "--resolve", $"a.test:{PortOf(cluster)}:127.0.0.1", protocol,
            UrlOf(cluster));

        Assert.True(result.ExitCode == 0, result.StandardError);
        var lines = result.StandardOutput.Split("\n", StringSplitOptions.TrimEntries);
        Assert.Equal(expected, StatusLine().Matches(result.StandardOutput).Select(match => match.Value));
        Assert.Equal($"link: {Hints}", lines[1], ignoreCase: true);
        Assert.Equal("done", lines[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nghttp_WithTrailers_TheyAreInTheChunkedTrailerSectionAndItGetsInterimResponses(bool isSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StreamTestServer(
            isSecure ? _authority : null, (stream, stop) => ServeTrailersAsync(stream, received, stop));
        await using var cluster = await StartAsync(server, isSecure);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "content", Token);

        var result = await Tool.RunAsync(
            "nghttp", "-nvy", "--timeout=20", "--no-content-length", "-d", file, "--trailer", "x-sum: 42", "-H", ":authority: a.test",
            $"{(isSecure ? "https" : "http")}://127.0.0.1:{PortOf(cluster)}/");
        File.Delete(file);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.EndsWith("\r\n0\r\nx-sum: 42\r\n\r\n", await received.Task.WaitAsync(Token), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["103", "102", "200"], Status().Matches(result.StandardOutput).Select(match => match.Groups["status"].Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http11Client_WithTrailers_TheyAreInTheChunkedTrailerSectionAndItGetsInterimResponses(bool isSecure)
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StreamTestServer(
            isSecure ? _authority : null, (stream, stop) => ServeTrailersAsync(stream, received, stop));
        await using var cluster = await StartAsync(server, isSecure);
        await using var client = await TestClient.ConnectAsync(
            PortOf(cluster), isSecure ? _authority : null, SslApplicationProtocol.Http11, Token);

        await client.WriteTextAsync(
            "POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7\r\ncontent\r\n0\r\nX-Sum: 42\r\n\r\n",
            Token);

        var text = await client.ReadToEndAsync(Token);
        Assert.EndsWith("\r\n0\r\nX-Sum: 42\r\n\r\n", await received.Task.WaitAsync(Token), StringComparison.Ordinal);
        Assert.Equal(["HTTP/1.1 103", "HTTP/1.1 102", "HTTP/1.1 200"], StatusLine().Matches(text).Select(match => match.Value));
    }

    /// <summary>Reads a request with its trailer section, and responds with two interim responses and a final one.</summary>
    private static async Task ServeTrailersAsync(Stream stream, TaskCompletionSource<string> received, CancellationToken stop)
    {
        var head = await stream.ReadHeadAsync(stop);
        Assert.Equal(["chunked"], head.FieldsNamed("Transfer-Encoding"));
        var text = new StringBuilder(head);
        var buffer = new byte[1_024];
        while (!EndsInTrailers(text.ToString()) && await stream.ReadAsync(buffer, stop) is > 0 and var count)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        received.SetResult(text.ToString());
        await stream.WriteTextAsync(
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", stop);
    }

    private static bool EndsInTrailers(string text) =>
        text.Contains("\r\n0\r\n", StringComparison.Ordinal) && text.EndsWith("\r\n\r\n", StringComparison.Ordinal);

    private async Task<TestCluster> StartAsync(StreamTestServer server, bool isSecure)
    {
        (string, string)[] secure =
        [
            ("urls", "https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test", "127.0.0.1")),
            ("Gateway:ServerTls:CertificateAuthorities", _authority.Path),
        ];
        var cluster = await TestCluster.StartAsync(isSecure ? secure : []);
        await cluster.ApplyAsync(Changes.Join("server", url: server.Url));
        return cluster;
    }

    private static int PortOf(TestCluster cluster) => cluster.Gateway.Address.Port;

    private static string UrlOf(TestCluster cluster) => $"{cluster.Gateway.Address.Scheme}://a.test:{PortOf(cluster)}/";

    [GeneratedRegex("HTTP/[0-9.]+ [0-9]{3}", RegexOptions.None, 1_000)]
    private static partial Regex StatusLine();

    [GeneratedRegex(":status: (?<status>[0-9]{3})", RegexOptions.None, 1_000)]
    private static partial Regex Status();
}
