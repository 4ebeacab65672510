using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.RequestLog;

/// <summary>Tests what is logged about requests.</summary>
public sealed class RequestLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [BothPaths]
    public async Task Get_Succeeds_HasAllFields(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(path, 3, folder.Setting, ("Gateway:Id", "edge-1"));
        var key = await cluster.KeyForAsync("s2");
        var before = TimeProvider.System.GetUtcNow();

        Assert.Equal("s2", await cluster.Gateway.GetTextAsync("/a/../b?c=%20d", key, Token));

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal(
            ["time", "id", "client", "method", "target", "server", "reason", "tries", "status", "bytes", "durationMs", "gateway"],
            line.EnumerateObject().Select(field => field.Name));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("time").GetString());
        Assert.InRange(
            line.GetProperty("time").GetDateTimeOffset(), before - TimeSpan.FromMilliseconds(5), TimeProvider.System.GetUtcNow());
        Assert.Equal(key, line.GetProperty("id").GetString());
        Assert.Equal("127.0.0.1", line.GetProperty("client").GetString());
        Assert.Equal("GET", line.GetProperty("method").GetString());
        Assert.Equal("/b?c=%20d", line.GetProperty("target").GetString());
        Assert.Equal("s2", line.GetProperty("server").GetString());
        Assert.Equal("Owner", line.GetProperty("reason").GetString());
        Assert.Equal((1, 200, 2), Numbers(line));
        Assert.InRange(line.GetProperty("durationMs").GetDouble(), 0.001, 20_000);
        Assert.Equal("edge-1", line.GetProperty("gateway").GetString());
    }

    [Theory]
    [BothPaths]
    public async Task Get_OwnerIsDead_LogsTheLastServerAndTheAttempts(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(path, 2, folder.Setting);
        using var dead = new DeadPort();
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        Assert.Equal("s1", await cluster.GetAsync(await cluster.KeyForAsync("dead", "s1")));

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal("s1", line.GetProperty("server").GetString());
        Assert.Equal("OwnerUnhealthy", line.GetProperty("reason").GetString());
        Assert.Equal(
            ("connection_refused", "dead"),
            (line.GetProperty("error").GetString(), line.GetProperty("errorServer").GetString()));
        Assert.False(line.TryGetProperty("errorDetail", out _));
        Assert.Equal((2, 200, 2), Numbers(line));
    }

    [Theory]
    [BothPaths]
    public async Task Get_NoServer_Is503WithoutServer(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);

        using var response = await cluster.Gateway.GetAsync("/", key: null, Token);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.False(line.TryGetProperty("server", out _));
        Assert.False(line.TryGetProperty("id", out _));
        Assert.Equal("None", line.GetProperty("reason").GetString());
        Assert.Equal("destination_unavailable", line.GetProperty("error").GetString());
        Assert.Equal("No server is available: none is known yet.", line.GetProperty("errorDetail").GetString());
        Assert.False(line.TryGetProperty("errorServer", out _));
        Assert.Equal((0, 503, response.Content.Headers.ContentLength), Numbers(line));
    }

    [Theory]
    [BothPaths]
    public async Task Get_TooManyOfOneClient_AreLoggedAs429(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(
            path, 1, folder.Setting, ("Gateway:Limits:RequestRate", "0.01"), ("Gateway:Limits:RequestBurst", "1"));

        await cluster.GetAsync("a");
        using var refused = await cluster.Gateway.GetAsync("/", "b", Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var line = (await folder.ReadAsync(2))[1];
        Assert.Equal("b", line.GetProperty("id").GetString());
        Assert.False(line.TryGetProperty("server", out _));
        Assert.False(line.TryGetProperty("reason", out _));
        Assert.Equal(
            ("http_request_denied", "This client has sent too many requests."),
            (line.GetProperty("error").GetString(), line.GetProperty("errorDetail").GetString()));
        Assert.Equal((0, 429, refused.Content.Headers.ContentLength), Numbers(line));
    }

    [Theory]
    [BothPaths]
    public async Task Head_OfServerAndOfProblem_HaveNoBytes(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        using (await cluster.Gateway.SendAsync(HttpMethod.Head, "/", "a", content: null, Token))
        {
            await cluster.AddServerAsync("s1");
        }

        using (await cluster.Gateway.SendAsync(HttpMethod.Head, "/", "a", content: null, Token))
        {
            var lines = await folder.ReadAsync(2);
            Assert.Equal([(0, 503, 0), (1, 200, 0)], lines.Select(Numbers));
            Assert.Equal("HEAD", lines[1].GetProperty("method").GetString());
        }
    }

    [Theory]
    [BothPaths]
    public async Task Get_ChunkedResponse_CountsOnlyTheBody(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        await cluster.AddServerAsync("s1", async context =>
        {
            for (var i = 0; i < 3; i++)
            {
                await context.Response.Body.WriteAsync(new byte[1000]);
                await context.Response.Body.FlushAsync();
            }
        });

        Assert.Equal(3000, (await cluster.GetAsync("a")).Length);

        Assert.Equal((1, 200, 3000), Numbers(Assert.Single(await folder.ReadAsync(1))));
    }

    [Theory]
    [BothPaths]
    public async Task Get_ClientDisconnectsBeforeTheResponse_Is499(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting, ("Gateway:AbortOnClose", "true"));
        var server = await cluster.AddServerAsync("s1", context => context.RequestAborted.EndAsync());

        using (var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var request = cluster.Gateway.GetAsync("/", "a", leaving.Token);
            await Eventually.TrueAsync("the server has the request", () => server.Requests == 1, Patience);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal((1, 499, 0), Numbers(line));
        Assert.Equal("s1", line.GetProperty("server").GetString());
    }

    [Theory]
    [BothPaths]
    public async Task Get_ServerBreaksOff_KeepsTheStatusSentToTheClient(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        await using var server = new FaultyServer(Fault.HalfBody);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));

        using var response = await cluster.Gateway.GetAsync("/", "a", Token);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Token));

        Assert.Equal((1, 200, "half".Length), Numbers(Assert.Single(await folder.ReadAsync(1))));
    }

    [Theory]
    [BothPaths]
    public async Task Get_HostileTargetAndId_StayOneLine(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync("HTTP/1.1 204 No Content\r\n\r\n", stop);
        });
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
        await using var connection = await cluster.Gateway.ConnectAsync(Token);
        const string Target = "/\"},{\\u0000\\?<script>";

        await connection.WriteAsync(Encoding.Latin1.GetBytes(
            $"GET {Target} HTTP/1.1\r\nHost: a\r\nX-Request-Id: \"\\\u00ff\u00c2\u0085\tb\"\r\nConnection: close\r\n\r\n"), Token);
        using var reader = new StreamReader(connection, Encoding.Latin1);
        Assert.StartsWith("HTTP/1.1 204", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal("\"\\\ufffd\u0085\tb\"", line.GetProperty("id").GetString());
        Assert.Equal(Target, line.GetProperty("target").GetString());
    }

    [Theory]
    [BothPaths]
    public async Task OwnEndpointsAndMalformedRequests_AreNotLogged(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1, folder.Setting);

        await cluster.Gateway.GetTextAsync("/healthcheck", key: null, Token);
        await cluster.Gateway.GetTextAsync("/stats", key: null, Token);
        await using (var connection = await cluster.Gateway.ConnectAsync(Token))
        {
            await connection.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"u8.ToArray(), Token);
            using var reader = new StreamReader(connection);
            Assert.StartsWith("HTTP/1.1 400", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
        }

        await cluster.GetAsync("last");

        Assert.Equal("last", Assert.Single(await folder.ReadAsync(1)).GetProperty("id").GetString());
    }

    [Theory]
    [BothPaths]
    public async Task Fields_Chosen_AreTheOnlyOnes(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(
            path, 1, folder.Setting, ("Gateway:RequestLog:Fields:0", "status"), ("Gateway:RequestLog:Fields:1", "server"));

        await cluster.GetAsync("a");

        Assert.Equal("""{"server":"s1","status":200}""", Assert.Single(await folder.ReadAsync(1)).GetRawText());
    }

    [Theory]
    [BothPaths]
    public async Task Path_None_WritesNothing(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using (var cluster = await TestCluster.StartWithServersAsync(path, 1, ("Gateway:RequestLog:Path", "")))
        {
            await cluster.GetAsync("a");
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(folder.Log)));
    }

    [Theory]
    [BothPaths]
    public async Task Stop_PendingLines_WritesThem(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using (var cluster = await TestCluster.StartWithServersAsync(path, 1, folder.Setting))
        {
            for (var i = 0; i < 50; i++)
            {
                await cluster.GetAsync($"key-{i}");
            }
        }

        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"key-{i}"),
            (await LogFolder.ReadAsync(folder.Log)).Select(line => LogFolder.Parse(line).GetProperty("id").GetString()));
    }

    [Theory]
    [BothPaths]
    public async Task WebSocket_Ends_IsLoggedWithItsBytes(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartAsync(path, folder.Setting);
        await using var backend = await BackendHost.StartAsync("real", cluster.Registry);
        await Eventually.TrueAsync("the server has joined", () => cluster.Gateway.Snapshot.UsableCount == 1, Patience);
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(new UriBuilder(cluster.Gateway.Address) { Scheme = "ws", Path = "/ws" }.Uri, Token);
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
            await socket.ReceiveAsync(new byte[16], Token);
            Assert.Empty(await LogFolder.ReadAsync(folder.Log));
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        }

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal("/ws", line.GetProperty("target").GetString());
        Assert.Equal(101, line.GetProperty("status").GetInt32());
        Assert.InRange(line.GetProperty("bytes").GetInt64(), 7, 20);
    }

    [Theory]
    [BothPaths]
    public async Task Http2_Succeeds_IsLoggedTheSameWay(ForwardingPath path)
    {
        using var folder = new LogFolder();
        await using var cluster = await TestCluster.StartWithServersAsync(path, 1, folder.Setting);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/two?x=1")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add(GatewayHost.KeyHeader, "k");

        using (var response = await cluster.Gateway.Client.SendAsync(request, Token))
        {
            Assert.Equal("s1", await response.Content.ReadAsStringAsync(Token));
        }

        var line = Assert.Single(await folder.ReadAsync(1));
        Assert.Equal(
            ("k", "GET", "/two?x=1"),
            (line.GetProperty("id").GetString(), line.GetProperty("method").GetString(), line.GetProperty("target").GetString()));
        Assert.Equal((1, 200, 2), Numbers(line));
    }

    private static (int Tries, int Status, long? Bytes) Numbers(JsonElement line) =>
        (line.GetProperty("tries").GetInt32(), line.GetProperty("status").GetInt32(), line.GetProperty("bytes").GetInt64());
}
