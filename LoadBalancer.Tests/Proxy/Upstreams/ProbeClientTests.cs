using LoadBalancer.Cluster.Health;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Health;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LoadBalancer.Tests.Proxy.Upstreams;

/// <summary>Tests that a failed probe says what went wrong.</summary>
public sealed class ProbeClientTests : IDisposable
{
    private const string Path = "/healthcheck";
    private const string Short = "00:00:00.200";

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("Http1", HttpProtocols.Http1)]
    [InlineData("Http2", HttpProtocols.Http2)]
    public async Task Probe_Passes_HasNoFailure(string protocol, HttpProtocols protocols)
    {
        await using var server = await HttpTestServer.StartAsync("s1", protocols: protocols);

        var result = await ProbeAsync(server.Url, ("Gateway:ServerProtocol", protocol));

        Assert.Equal(new(HealthReason.Healthy), result with { Details = null });
        AssertAsked("GET", server.Url + Path, 200, result);
    }

    [Theory]
    [InlineData(503, null, "GET /healthcheck returned 503")]
    [InlineData(302, "https://login.test/", "GET /healthcheck returned 302, which leads to https://login.test/")]
    public async Task Probe_UnexpectedStatus_NamesIt(int status, string? location, string detail)
    {
        await using var server = await HttpTestServer.StartAsync("s1", context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

        var result = await ProbeAsync(server.Url);

        AssertFailed(FailureCause.UnexpectedStatus, detail, result);
        AssertAsked("GET", server.Url + Path, status, result);
    }

    /// <summary>For HTTP/2, the platform does not tell a head that is too large from a connection that breaks.</summary>
    [Theory]
    [InlineData("Http1", HttpProtocols.Http1, FailureCause.HttpResponseHeaderSectionSize)]
    [InlineData("Http2", HttpProtocols.Http2, FailureCause.ConnectionTerminated)]
    public async Task Probe_HeadOfTheResponse_HasTheLimitOfAllResponses(string protocol, HttpProtocols protocols, FailureCause cause)
    {
        await using var server = await HttpTestServer.StartAsync(
            "s1",
            context =>
            {
                context.Response.Headers["X-Large"] = new string('a', 40_000);
                return Task.CompletedTask;
            },
            protocols: protocols);
        var settings = ("Gateway:ServerProtocol", protocol);

        Assert.True((await ProbeAsync(server.Url, settings)).Passed);
        var failed = await ProbeAsync(server.Url, settings, ("Gateway:Limits:ResponseHeadBytes", "32768"));
        Assert.Equal((HealthReason.ProbesFail, cause), (failed.Reason, failed.Failure.Cause));
    }

    [Fact]
    public async Task Probe_NothingListens_IsRefused()
    {
        using var port = new DeadPort();

        var result = await ProbeAsync(port.Url);

        AssertFailed(FailureCause.ConnectionRefused, detail: null, result);
        AssertAsked("GET", port.Url + Path, status: null, result);
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData("Http2")]
    public async Task Probe_ServerDoesNotRespond_IsAResponseTimeout(string protocol)
    {
        using var port = new MutePort();

        var result = await ProbeAsync(
            ServerAt(port.Url) with { HealthCheck = "/own" }, ("Gateway:Health:Timeout", Short), ("Gateway:ServerProtocol", protocol));

        AssertFailed(FailureCause.HttpResponseTimeout, "GET /own had no response within 0.2 s", result);
        AssertAsked("GET", $"{port.Url}/own", status: null, result);
        Assert.InRange(result.Details!.Duration, TimeSpan.FromSeconds(0.15), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(ServerRules.TcpHealthCheck)]
    public async Task Probe_NoConnectionInTime_IsAConnectionTimeout(string check)
    {
        using var port = new SilentPort();

        var result = await ProbeAsync(ServerAt(port.Url) with { HealthCheck = check }, ("Gateway:Health:Timeout", Short));

        AssertFailed(FailureCause.ConnectionTimeout, "no connection within 0.2 s", result);
        Assert.Equal(check == Path ? ("GET", port.Url + Path, null) : ("tcp", port.Url, null), AskedBy(result));
    }

    [Theory]
    [InlineData("Http1")]
    [InlineData("Http2")]
    public async Task Probe_NoHandshakeInTime_IsAConnectionTimeoutThatSaysSo(string protocol)
    {
        using var port = new MutePort();

        AssertFailed(
            FailureCause.ConnectionTimeout, "no TLS handshake within 0.2 s",
            await ProbeAsync(
                port.Url.Replace("http:", "https:", StringComparison.Ordinal),
                ("Gateway:Health:Timeout", Short), ("Gateway:ServerProtocol", protocol)));
    }

    [Fact]
    public async Task Probe_NameHasNoAddress_IsADnsError() =>
        Assert.Equal(FailureCause.DnsError, (await ProbeAsync("http://nobody.invalid:80")).Failure.Cause);

    [Theory]
    [InlineData("Http1")]
    [InlineData("Http2")]
    public async Task Probe_CertificateIsNotAccepted_SaysWhy(string protocol)
    {
        using var certificate = _authority.Issue(["other.test"]);
        await using var server = await HttpTestServer.StartAsync(
            "s1", protocols: HttpProtocols.Http1AndHttp2, https: new HttpsConnectionAdapterOptions { ServerCertificate = certificate });

        AssertFailed(
            FailureCause.TlsCertificateError, "the certificate is issued for other.test while the host is 127.0.0.1",
            await ProbeAsync(
                server.Url, ("Gateway:ServerTls:CertificateAuthorities", _authority.Path), ("Gateway:ServerProtocol", protocol)));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http1AndHttp2)]
    public async Task Probe_Http2OverTls_RequiresThatTheServerOffersIt(HttpProtocols protocols)
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await HttpTestServer.StartAsync(
            "s1", protocols: protocols, https: new HttpsConnectionAdapterOptions { ServerCertificate = certificate });

        var result = await ProbeAsync(
            server.Url, ("Gateway:ServerTls:CertificateAuthorities", _authority.Path), ("Gateway:ServerProtocol", "Http2"));

        Assert.Equal(protocols != HttpProtocols.Http1, result.Passed);
        Assert.Equal(result.Passed, result.Failure.Cause is not (FailureCause.TlsAlertReceived or FailureCause.TlsProtocolError));
    }

    [Theory]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n", FailureCause.HttpProtocolError)]
    [InlineData("220 mail.test ESMTP\r\n\r\n", FailureCause.HttpProtocolError)]
    [InlineData("HTTP/1.1 200 O", FailureCause.ConnectionTerminated)]
    [InlineData("", FailureCause.ConnectionTerminated)]
    public async Task Probe_ResponseIsNotAResponse_IsReported(string response, FailureCause cause)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync(response, stop);
        });

        Assert.Equal(cause, (await ProbeAsync(server.Url)).Failure.Cause);
    }

    [Fact]
    public async Task Probe_AnotherServerResponds_SaysWhichOne()
    {
        await using var server = await HttpTestServer.StartAsync("s1", context =>
        {
            context.Response.Headers["LoadBalancer-Instance"] = "s2@b";
            return Task.CompletedTask;
        });

        var result = await ProbeAsync(ServerAt(server.Url) with { Instance = "a" });

        Assert.Equal(
            (HealthReason.AnotherServerAnswers, new Failure(FailureCause.AnotherServer, "s2@b responded instead of s1@a")),
            (result.Reason, result.Failure));
    }

    /// <summary>A connection without TLS that is open already must not be used for a server whose URL demands TLS.</summary>
    [Fact]
    public async Task Probe_PortIsKnownWithoutTls_StillDemandsTls()
    {
        await using var server = await HttpTestServer.StartAsync("s1");
        await using var gateway = new ComposedGateway(TimeProvider.System);
        var probe = gateway.Part<IServerProbe>();
        Assert.True((await probe.ProbeAsync(ServerAt(server.Url), Token)).Passed);

        var result = await probe.ProbeAsync(ServerAt(server.Url.Replace("http:", "https:", StringComparison.Ordinal)), Token);

        Assert.Equal((HealthReason.ProbesFail, FailureCause.TlsProtocolError), (result.Reason, result.Failure.Cause));
    }

    [Fact]
    public async Task Probe_OfAConnection_SaysSo()
    {
        await using var server = await HttpTestServer.StartAsync("s1");

        var result = await ProbeAsync(ServerAt(server.Url) with { HealthCheck = ServerRules.TcpHealthCheck });

        Assert.True(result.Passed);
        AssertAsked("tcp", server.Url, status: null, result);
    }

    private static Server ServerAt(string url) => new() { Id = new("s1"), Url = url };

    private static void AssertAsked(string method, string url, int? status, ProbeResult result)
    {
        Assert.Equal((method, url, status), AskedBy(result));
        Assert.InRange(result.Details!.Duration, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    private static (string Method, string Url, int? Status) AskedBy(ProbeResult result) =>
        (result.Details!.Method, result.Details.Url, result.Details.Status);

    private static void AssertFailed(FailureCause cause, string? detail, ProbeResult result) =>
        Assert.Equal((HealthReason.ProbesFail, cause, detail), (result.Reason, result.Failure.Cause, result.Failure.Detail));

    private static Task<ProbeResult> ProbeAsync(string url, params (string Key, string Value)[] settings) =>
        ProbeAsync(ServerAt(url), settings);

    private static async Task<ProbeResult> ProbeAsync(Server server, params (string Key, string Value)[] settings)
    {
        await using var gateway = new ComposedGateway(TimeProvider.System, settings);
        return await gateway.Part<IServerProbe>().ProbeAsync(server, Token);
    }
}
