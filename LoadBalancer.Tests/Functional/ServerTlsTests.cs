using System.Net;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failures;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LoadBalancer.Tests.Functional;

/// <summary>Tests TLS to servers: which servers the gateway trusts, and which certificate it presents.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private const string Authorities = "Gateway:ServerTls:CertificateAuthorities";
    private const string NotRelayed = "Http1, not relayed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();
    private readonly List<X509Certificate2> _certificates = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificates.ForEach(certificate => certificate.Dispose());
        _authority.Dispose();
    }

    [Theory]
    [InlineData("Http1", HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData(NotRelayed, HttpProtocols.Http1, "HTTP/1.1")]
    [InlineData("Http1", HttpProtocols.Http1AndHttp2, "HTTP/1.1")]
    [InlineData("Http2", HttpProtocols.Http1AndHttp2, "HTTP/2")]
    public async Task Server_OfATrustedAuthority_IsReached(string setting, HttpProtocols protocols, string expected)
    {
        await using var cluster = await TestCluster.StartAsync([(Authorities, _authority.Path), .. Speaking(setting)]);
        await cluster.AddServerAsync("s1", RespondAsync, protocols, Https("127.0.0.1"));

        using var content = new StringContent("body");
        using var response = await cluster.Gateway.SendAsync(HttpMethod.Post, "/a%2Fb?x=1", "key", content, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{expected} https /a%2Fb?x=1 body", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("Http1", true)]
    [InlineData(NotRelayed, true)]
    [InlineData("Http2", false)]
    public async Task Host_OfTheClient_ReachesHttp1ServersAndIsForwardedToOthers(string setting, bool isKept)
    {
        await using var cluster = await TestCluster.StartAsync([(Authorities, _authority.Path), .. Speaking(setting)]);
        var server = await cluster.AddServerAsync(
            "s1", context => context.Response.WriteAsync($"{context.Request.Host} {context.Request.Headers["X-Forwarded-Host"]}"),
            HttpProtocols.Http1AndHttp2, Https("127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "other.test" } };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal(
            $"{(isKept ? "other.test" : new Uri(server.Url).Authority)} other.test", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData(NotRelayed)]
    [InlineData("Http2")]
    public async Task Connections_ForManyHosts_AreShared(string setting)
    {
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        await using var cluster = await TestCluster.StartAsync([(Authorities, _authority.Path), .. Speaking(setting)]);
        await cluster.AddServerAsync(
            "s1",
            context =>
            {
                connections[context.Connection.Id] = true;
                return Task.CompletedTask;
            },
            HttpProtocols.Http1AndHttp2,
            Https("127.0.0.1"));

        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = $"host{i}.test" } };
            using var response = await cluster.Gateway.Client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Single(connections);
    }

    [Theory]
    [InlineData("Http1", "other.test")]
    [InlineData(NotRelayed, "other.test")]
    [InlineData("Http2", "other.test")]
    public async Task Server_OfAnotherName_IsNotReachedForAnyHostOfTheClient(string setting, string name)
    {
        await using var cluster = await TestCluster.StartAsync([(Authorities, _authority.Path), .. Speaking(setting)]);
        var server = await cluster.AddServerAsync("s1", RespondAsync, HttpProtocols.Http1AndHttp2, Https(name));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = name } };

        using var response = await cluster.Gateway.Client.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 0), (response.StatusCode, server.Requests));
        Assert.Equal(1, (await Stats.ReadAsync(cluster.Gateway)).Of("s1").Failures);
    }

    /// <summary>The gateway is the client here, which must send close_notify before it closes (RFC 9112 §9.8).</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Keep-Alive: timeout=1\r\n")]
    public async Task Connection_IdleOrNotKept_IsClosedWithCloseNotify(string field)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new StreamTestServer(_authority, async (stream, stop) =>
        {
            var head = await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{field}\r\n", stop);
            await stream.ReadToEndAsync(stop);
            if (head.StartsWith("GET /idle ", StringComparison.Ordinal))
            {
                ended.SetResult();
            }
        });
        await using (var cluster = await TestCluster.StartAsync((Authorities, _authority.Path)))
        {
            await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));
            using var response = await cluster.Gateway.GetAsync("/idle", "key", Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await ended.Task.WaitAsync(Patience, Token);
        Assert.Contains(server.Records, records => records.EndWithAlert);
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData(NotRelayed)]
    [InlineData("Http2")]
    public async Task ServerName_Set_IsRequiredOfServers(string setting)
    {
        await using var cluster = await TestCluster.StartAsync(
            [(Authorities, _authority.Path), .. Speaking(setting), ("Gateway:ServerTls:ServerName", "inner.test")]);
        await cluster.AddServerAsync("s1", RespondAsync, HttpProtocols.Http1AndHttp2, Https("inner.test"));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Server_OfAnUnknownAuthority_IsReachedOnlyIfAnyIsAccepted(bool acceptsAny, int requests)
    {
        await using var cluster = await TestCluster.StartAsync(("Gateway:ServerTls:AcceptAnyCertificate", acceptsAny.ToString()));
        var server = await cluster.AddServerAsync("s1", https: Https("other.test"));

        using var response = await cluster.Gateway.GetAsync("/", "key", Token);

        Assert.Equal((requests == 1, requests), (response.IsSuccessStatusCode, server.Requests));
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData(NotRelayed)]
    [InlineData("Http2")]
    public async Task Server_ThatRequestsACertificate_GetsTheGateways(string setting)
    {
        using var own = _authority.Issue(["gateway-1"]);
        _authority.Write("own.pem", own.ExportCertificatePem());
        _authority.Write("own.key", TestAuthority.KeyOf(own));
        await using var cluster = await TestCluster.StartAsync(
        [
            (Authorities, _authority.Path),
            .. Speaking(setting),
            ("Gateway:ServerTls:Certificate:Path", _authority.PathOf("own.pem")),
            ("Gateway:ServerTls:Certificate:KeyPath", _authority.PathOf("own.key")),
        ]);
        var https = Https("127.0.0.1");
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) => _authority.HasIssued(certificate);
        await cluster.AddServerAsync(
            "s1",
            context => context.Response.WriteAsync(context.Connection.ClientCertificate!.Subject),
            HttpProtocols.Http1AndHttp2,
            https);

        Assert.Equal("CN=gateway-1", await cluster.GetAsync("key"));
    }

    /// <summary>With TLS 1.3, the server rejects a client without a certificate after the client's handshake.</summary>
    [Theory]
    [InlineData("Http1", "TLSv1.3", "GET", "certificate_required")]
    [InlineData("Http1", "TLSv1.3", "POST", "certificate_required")]
    [InlineData(NotRelayed, "TLSv1.3", "GET", "certificate_required")]
    [InlineData("Http1", "TLSv1.2", "GET", "handshake_failure")]
    [InlineData(NotRelayed, "TLSv1.2", "GET", "handshake_failure")]
    public async Task Server_ThatRequiresACertificate_IsNamedAsTheCause(string setting, string version, string method, string alert)
    {
        await using var server = await DemandingServer.StartAsync(_authority, version);
        await using var cluster = await TestCluster.StartAsync(
            [
                (Authorities, _authority.Path),
                .. Speaking(setting),
                ("Gateway:ProxyStatus", "true"),
                ("Gateway:Health:Interval", "00:00:00.100"),
            ]);
        await cluster.ApplyAsync(Changes.Join("s1", url: server.Url));

        using var content = method == "POST" ? new StringContent("body") : null;
        using var response = await cluster.Gateway.SendAsync(new(method), "/", "key", content, Token);

        var status = response.Headers.GetValues("Proxy-Status").Single();
        Assert.Contains(alert, status, StringComparison.Ordinal);
        Assert.Contains("tls_alert_received", status, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            "the probes have named it",
            () => cluster.Gateway.Part<HealthMonitor>().Failures().Any(
                entry => (entry.Failure.Cause, entry.Failure.Detail) == (FailureCause.TlsAlertReceived, alert)),
            Patience);
    }

    [Theory]
    [InlineData("Http1", "127.0.0.1", true)]
    [InlineData("Http2", "127.0.0.1", true)]
    [InlineData("Http1", "other.test", false)]
    [InlineData("Http2", "other.test", false)]
    public async Task Probes_OfAServerOverTls_PassOnlyForTheRightServer(string setting, string name, bool pass)
    {
        await using var cluster = await TestCluster.StartAsync(
            [(Authorities, _authority.Path), .. Speaking(setting), ("Gateway:Health:Interval", "00:00:00.100")]);
        var server = await cluster.AddServerAsync("s1", RespondAsync, HttpProtocols.Http1AndHttp2, Https(name));

        await Eventually.TrueAsync(
            "the probes have decided",
            async () => pass ? server.Probes >= 3 : !(await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s1"),
            Patience);

        Assert.Equal(pass, (await Stats.ReadAsync(cluster.Gateway)).IsHealthy("s1"));
    }

    private static (string Key, string Value)[] Speaking(string protocol) => protocol == NotRelayed
        ? [("Gateway:ServerProtocol", "Http1"), ("Gateway:Relay", "false")]
        : [("Gateway:ServerProtocol", protocol)];

    private static async Task RespondAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        await context.Response.WriteAsync(
            $"{context.Request.Protocol} {context.Request.Scheme} {target} {await reader.ReadToEndAsync(context.RequestAborted)}");
    }

    private HttpsConnectionAdapterOptions Https(string name)
    {
        _certificates.Add(_authority.Issue([name]));
        return new() { ServerCertificate = _certificates[^1] };
    }
}
