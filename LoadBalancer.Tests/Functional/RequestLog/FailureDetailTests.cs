using System.Net;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>Tests that the log says in detail why requests failed or were rejected.</summary>
public sealed class FailureDetailTests
{
    private static readonly string[] Versions = ["1.0", "1.1", "2.0"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ForwardingPath, string> PathsAndVersions =>
    [
        .. from path in Enum.GetValues<ForwardingPath>()
           from version in Versions
           select (path, version),
    ];

    [Theory]
    [MemberData(nameof(PathsAndVersions))]
    public async Task Get_ResponseIsMalformed_LogsTheRuleThatItBreaks(ForwardingPath path, string version)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", stop);
        });
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));

        Assert.Equal(HttpStatusCode.BadGateway, await GetAsync(cluster, version));

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal(
            ("http_protocol_error", "s1"), (line.GetProperty("error").GetString(), line.GetProperty("errorServer").GetString()));

        // The platform's HTTP client does not say which rule the response breaks.
        Assert.Equal(
            path == ForwardingPath.Relay ? "two Content-Length fields" : null,
            line.TryGetProperty("errorDetail", out var detail) ? detail.GetString() : null);
    }

    [Theory]
    [MemberData(nameof(PathsAndVersions))]
    public async Task Get_BeyondTheRequestsInFlight_IsLoggedAsDenied(ForwardingPath path, string version)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting, ("Gateway:Limits:Overload:Requests", "1"));
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await cluster.AddServerAsync("s1", _ => end.Task);
        var first = GetAsync(cluster, "1.1");
        await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(cluster, version));
        end.SetResult();
        Assert.Equal(HttpStatusCode.OK, await first);

        var line = Assert.Single(await folder.ReadAsync(2), line => line.GetProperty("status").GetInt32() == 503);
        Assert.Equal(
            ("http_request_denied", "The gateway is overloaded."),
            (line.GetProperty("error").GetString(), line.GetProperty("errorDetail").GetString()));
    }

    [Theory]
    [MemberData(nameof(PathsAndVersions))]
    public async Task Get_Succeeds_HasNeitherErrorNorDetail(ForwardingPath path, string version)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1, folder.Setting);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(cluster, version));

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.DoesNotContain(line.EnumerateObject(), field => field.Name.StartsWith("error", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> GetAsync(TestCluster cluster, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add(GatewayHost.KeyHeader, "k");
        using var response = await cluster.Gateway.Client.SendAsync(request, Token);
        return response.StatusCode;
    }
}
