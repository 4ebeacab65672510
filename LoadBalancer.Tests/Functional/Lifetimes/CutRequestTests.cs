using System.Net;
using System.Text.Json;
using LoadBalancer.Cluster.Recording;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Functional.RequestLog;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Lifetimes;

/// <summary>Tests what is recorded of requests that are cut when the time of their server, or of the gateway, to drain is over.</summary>
public sealed class CutRequestTests : IDisposable
{
    private const int ServerDrained = 3744;

    private static readonly string[] Versions = ["1.0", "1.1", "2.0"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly (string Key, string Value) ShortOfServers = ("Gateway:ServerDrainTimeout", "00:00:01");
    private static readonly (string Key, string Value) Short = ("Gateway:DrainTimeout", "00:00:00.500");

    private static readonly bool[] Either = [true, false];

    private readonly LogFolder _folder = new();
    private readonly RecordingLoggerProvider _log = new();
    private readonly TaskCompletionSource _hasHead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<ForwardingPath, string, bool> Cases =>
    [
        .. from path in Enum.GetValues<ForwardingPath>()
           from version in Versions
           from hasBegun in Either
           select (path, version, hasBegun),
    ];

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Request_ServersTimeIsOver_NamesTheCauseAndBlamesNobody(ForwardingPath path, string version, bool hasBegun)
    {
        await using var cluster = await StartAsync(path, ShortOfServers);
        var server = await cluster.AddServerAsync("s1", context => WaitAsync(context, hasBegun));
        var request = SendAsync(cluster, version, HttpMethod.Post);
        await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);

        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));

        Assert.Equal(hasBegun ? null : HttpStatusCode.GatewayTimeout, await request.WaitAsync(Patience, Token));
        AssertError(Assert.Single(await _folder.ReadAsync(1)), "destination_unavailable", "the server's time to drain was over");
        Assert.Equal(0, cluster.Gateway.Part<RequestCounters>().Of(new("s1")).Counts.Failures);
        await Eventually.TrueAsync("the end is logged", () => _log.Entries.Any(entry => entry.Id.Id == ServerDrained), Patience);
        var message = Assert.Single(_log.Entries, entry => entry.Id.Id == ServerDrained).Message;
        Assert.StartsWith("s1 takes no new requests", message, StringComparison.Ordinal);
        Assert.Contains("1 requests were aborted", message, StringComparison.Ordinal);
    }

    /// <summary>A request that may be repeated, whose response has not begun, goes to another server.</summary>
    [Theory]
    [BothPaths("1.1")]
    [BothPaths("2.0")]
    public async Task Get_ServersTimeIsOver_GoesToTheNextServer(ForwardingPath path, string version)
    {
        await using var cluster = await StartAsync(path, ShortOfServers, ("Gateway:Retries:AttemptTimeout", "00:01:00"));
        var server = await cluster.AddServerAsync("s1", context => WaitAsync(context, hasBegun: false));
        await cluster.AddServerAsync("s2");
        var request = SendAsync(cluster, version, HttpMethod.Get, await cluster.KeyForAsync("s1"));
        await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);

        await cluster.ApplyAsync(new MembershipChange.SetState(new("s1"), ServerState.Draining));

        Assert.Equal(HttpStatusCode.OK, await request.WaitAsync(Patience, Token));
        var line = Assert.Single(await _folder.ReadAsync(1));
        Assert.Equal("s2", line.GetProperty("server").GetString());
        AssertError(line, "destination_unavailable", "the server's time to drain was over");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Request_GatewaysTimeIsOver_NamesTheCauseAndBlamesNobody(ForwardingPath path, string version, bool hasBegun)
    {
        await using var cluster = await StartAsync(path, Short);
        var server = await cluster.AddServerAsync("s1", context => WaitAsync(context, hasBegun));
        var request = SendAsync(cluster, version, HttpMethod.Get);
        await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);
        await (hasBegun ? _hasHead.Task.WaitAsync(Patience, Token) : Task.CompletedTask);

        await cluster.Gateway.StopAsync(Token).WaitAsync(Patience, Token);

        Assert.Null(await request.WaitAsync(Patience, Token));
        var line = Assert.Single(await _folder.ReadAsync(1));
        Assert.Equal(hasBegun ? 200 : 499, line.GetProperty("status").GetInt32());
        AssertError(line, "proxy_internal_error", "the gateway's time to drain was over");
    }

    private static void AssertError(JsonElement line, string error, string detail)
    {
        Assert.Equal(
            (error, detail), (line.GetProperty("error").GetString(), line.GetProperty("errorDetail").GetString()));
        Assert.False(line.TryGetProperty("errorServer", out _));
    }

    private static async Task WaitAsync(HttpContext context, bool hasBegun)
    {
        if (hasBegun)
        {
            await context.Response.WriteAsync("begun");
        }

        await context.RequestAborted.EndAsync();
    }

    private Task<TestCluster> StartAsync(ForwardingPath path, params (string Key, string Value)[] settings) => TestCluster.StartAsync(
        services => services.AddLogging(logging => logging.AddProvider(_log)),
        [("Gateway:Relay", path == ForwardingPath.Relay ? "true" : "false"), _folder.Setting, .. settings]);

    /// <returns>The status of a whole response; <see langword="null"/> if it broke off, or none came.</returns>
    private async Task<HttpStatusCode?> SendAsync(TestCluster cluster, string version, HttpMethod method, string key = "k")
    {
        using var request = new HttpRequestMessage(method, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = method == HttpMethod.Post ? new StringContent("x") : null,
        };
        request.Headers.Add(GatewayHost.KeyHeader, key);
        try
        {
            using var response = await cluster.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            _hasHead.TrySetResult();
            await response.Content.ReadAsByteArrayAsync(Token);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
