using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class DialerTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortLimit = TimeSpan.FromMilliseconds(200);

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Dial_ServerListens_Connects()
    {
        await using var server = new TcpTestServer((stream, _) => stream.WriteTextAsync("hello", CancellationToken.None));

        var dialed = await DialAsync(server.Url);

        using var socket = dialed.Socket;
        var buffer = new byte[5];
        await dialed.Stream!.ReadExactlyAsync(buffer, Token);
        Assert.Equal("hello"u8, buffer);
        Assert.True(dialed.Failure.IsNone);
    }

    [Fact]
    public async Task Dial_NothingListens_IsRefused()
    {
        using var port = new DeadPort();

        AssertFailed(FailureCause.ConnectionRefused, await DialAsync(port.Url));
    }

    [Fact]
    public async Task Dial_NothingResponds_IsAConnectionTimeoutWithTheLimit()
    {
        using var port = new SilentPort();

        AssertFailed(FailureCause.ConnectionTimeout, await DialAsync(port.Url, ShortLimit), "no connection within 0.2 s");
    }

    [Fact]
    public async Task Dial_NameWithoutAnAddress_IsADnsError() =>
        AssertFailed(FailureCause.DnsError, await DialAsync("http://nobody.invalid:80"));

    [Fact]
    public async Task Dial_NameWithNoAddresses_IsADnsErrorThatNamesIt() => AssertFailed(
        FailureCause.DnsError, await DialAsync("http://empty.test:80", Limit, _ => Task.FromResult<IPAddress[]>([])),
        "empty.test has no address");

    [Fact]
    public async Task Dial_NameIsNotResolvedInTime_IsADnsTimeout() => AssertFailed(
        FailureCause.DnsTimeout,
        await DialAsync("http://slow.test:80", ShortLimit, stop => new TaskCompletionSource<IPAddress[]>().Task.WaitAsync(stop)),
        "no address within 0.2 s");

    [Theory]
    [InlineData(SocketError.HostUnreachable, FailureCause.DestinationIpUnroutable)]
    [InlineData(SocketError.NetworkUnreachable, FailureCause.DestinationIpUnroutable)]
    [InlineData(SocketError.ConnectionReset, FailureCause.ConnectionTerminated)]
    [InlineData(SocketError.ConnectionRefused, FailureCause.ConnectionRefused)]
    [InlineData(SocketError.TimedOut, FailureCause.ConnectionTimeout)]
    [InlineData(SocketError.AddressNotAvailable, FailureCause.ProxyInternalError)]
    [InlineData(SocketError.TooManyOpenSockets, FailureCause.ProxyInternalError)]
    public void OfConnect_SocketError_HasItsCause(SocketError error, FailureCause cause) =>
        Assert.Equal(cause, DialFailures.OfConnect(new SocketException((int)error)).Cause);

    [Fact]
    public async Task Dial_ServerDoesNotSpeakTls_IsATlsProtocolError()
    {
        await using var server = new TcpTestServer(
            (stream, _) => stream.WriteTextAsync("HTTP/1.1 400 Bad Request\r\n\r\n", CancellationToken.None));

        AssertFailed(FailureCause.TlsProtocolError, await DialAsync(Https(server)), "the server did not respond with TLS");
    }

    [Fact]
    public async Task Dial_ServerClosesDuringTheHandshake_IsTerminated()
    {
        await using var server = new TcpTestServer((stream, stop) => stream.ReadAtLeastAsync(new byte[1], 1, true, stop).AsTask());

        AssertFailed(
            FailureCause.ConnectionTerminated, await DialAsync(Https(server)),
            "the server closed the connection during the TLS handshake");
    }

    [Fact]
    public async Task Dial_HandshakeTakesTooLong_IsAConnectionTimeoutThatSaysSo()
    {
        using var port = new MutePort();

        AssertFailed(
            FailureCause.ConnectionTimeout,
            await DialAsync(port.Url.Replace("http:", "https:", StringComparison.Ordinal), ShortLimit),
            "no TLS handshake within 0.2 s");
    }

    [Fact]
    public async Task Dial_ServerSendsAnAlert_IsReportedWithItsName()
    {
        await using var server = Serving(_authority.Issue(["127.0.0.1"]), new() { ApplicationProtocols = [new("other")] });

        AssertFailed(FailureCause.TlsAlertReceived, await DialAsync(Https(server)), "no_application_protocol");
    }

    [Fact]
    public async Task Dial_TrustedCertificate_Connects()
    {
        await using var server = Serving(_authority.Issue(["127.0.0.1"]));

        var dialed = await DialAsync(Https(server));

        using var socket = dialed.Socket;
        Assert.True(dialed.Failure.IsNone, dialed.Failure.ToString());
    }

    [Fact]
    public async Task Dial_ExpiredCertificate_NamesTheDate()
    {
        using var certificate = _authority.Issue(["127.0.0.1"], -Hour);
        await using var server = Serving(certificate);

        AssertFailed(
            FailureCause.TlsCertificateError, await DialAsync(Https(server)),
            $"the certificate expired on {certificate.NotAfter.ToUniversalTime():u}");
    }

    [Fact]
    public async Task Dial_CertificateOfTheFuture_NamesTheDate()
    {
        using var certificate = _authority.Issue(["127.0.0.1"], 23 * Hour);
        await using var server = Serving(certificate);

        AssertFailed(
            FailureCause.TlsCertificateError, await DialAsync(Https(server)),
            $"the certificate is valid only from {certificate.NotBefore.ToUniversalTime():u}");
    }

    [Theory]
    [InlineData("a.test, b.test", "a.test", "b.test")]
    [InlineData("a.test, 10.1.2.3", "a.test", "10.1.2.3")]
    [InlineData("a.test, b.test, c.test, d.test, e.test, …", "a.test", "b.test", "c.test", "d.test", "e.test", "f.test")]
    public async Task Dial_CertificateOfOtherNames_NamesThem(string listed, params string[] names)
    {
        await using var server = Serving(_authority.Issue(names));

        AssertFailed(
            FailureCause.TlsCertificateError, await DialAsync(Https(server)),
            $"the certificate is issued for {listed} while the host is 127.0.0.1");
    }

    [Theory]
    [InlineData("other authority", "the certificate is not issued by a trusted authority but by CN=other authority")]
    [InlineData("test authority", "the certificate is not signed by CN=test authority")]
    public async Task Dial_CertificateOfAnotherAuthority_NamesTheIssuer(string name, string detail)
    {
        using var other = new TestAuthority(name);
        await using var server = Serving(other.Issue(["127.0.0.1"]));

        AssertFailed(FailureCause.TlsCertificateError, await DialAsync(Https(server)), detail);
    }

    [Fact]
    public async Task Dial_SelfSignedCertificate_SaysSo()
    {
        using var other = new TestAuthority();
        using var certificate = other.IssueSelfSigned("127.0.0.1");
        await using var server = Serving(certificate);

        AssertFailed(
            FailureCause.TlsCertificateError, await DialAsync(Https(server)), "the certificate is self-signed and not trusted");
    }

    [Fact]
    public async Task Dial_SeveralThingsAreWrong_NamesAll()
    {
        using var certificate = _authority.Issue(["a.test"], -Hour);
        await using var server = Serving(certificate);

        AssertFailed(
            FailureCause.TlsCertificateError, await DialAsync(Https(server)),
            "the certificate is issued for a.test while the host is 127.0.0.1; "
            + $"the certificate expired on {certificate.NotAfter.ToUniversalTime():u}");
    }

    [Fact]
    public async Task Dial_Canceled_IsNoFailure()
    {
        using var port = new SilentPort();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dialing = DialAsync(port.Url, cancellationToken: canceled.Token);

        await canceled.CancelAsync();

        Assert.Equal(DialResult.Canceled, await dialing);
    }

    private static string Https(TcpTestServer server) => server.Url.Replace("http:", "https:", StringComparison.Ordinal);

    private static TcpTestServer Serving(X509Certificate2 certificate, SslServerAuthenticationOptions? options = null)
    {
        options ??= new();
        options.ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        return new(async (stream, stop) =>
        {
            await using var secure = new SslStream(stream);
            try
            {
                await secure.AuthenticateAsServerAsync(options, stop);
                _ = await secure.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
            }
            catch (AuthenticationException)
            {
                // The gateway does not accept the certificate, or the server does not accept what the gateway offers.
            }
        });
    }

    private static void AssertFailed(FailureCause cause, DialResult dialed, string? detail = null)
    {
        Assert.Equal((cause, true, true), (dialed.Failure.Cause, dialed.Socket is null, dialed.Stream is null));
        if (detail is not null)
        {
            Assert.Equal(detail, dialed.Failure.Detail);
        }
    }

    private async Task<DialResult> DialAsync(
        string url, TimeSpan? limit = null, Func<CancellationToken, Task<IPAddress[]>>? resolve = null,
        CancellationToken? cancellationToken = null)
    {
        var options = Options.Create(new UpstreamOptions { ServerTls = new() { CertificateAuthorities = _authority.Path } });
        var resolver = resolve is null ? (INameResolver)new SystemNameResolver() : new Resolver(resolve);
        var state = new ClusterState(GatewayParts.Defaults<PlacementOptions>());
        using var book = new AddressBook(resolver, state, options, TimeProvider.System, LoopLogs.Of<AddressBook>());
        var dialer = new Dialer(book, new(options, NullLogger<ServerTls>.Instance), TimeProvider.System);
        var address = new UpstreamAddress(url);
        return await dialer.DialAsync(
            address.EndPoint, address.IsSecure ? SslApplicationProtocol.Http11 : null, limit ?? Limit, cancellationToken ?? Token);
    }

    private sealed class Resolver(Func<CancellationToken, Task<IPAddress[]>> resolve) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => resolve(cancellationToken);
    }
}
