using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadBalancer.Tests.Functional.Listening;

/// <summary>Tests TLS to clients: the certificate that is selected, the TLS versions, and the negotiated protocol.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly (string Key, string Value) Https = ("urls", "https://127.0.0.1:0");

    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_OverTls_ReachesAServerWithItsScheme(string version)
    {
        await using var cluster = await StartAsync();
        await cluster.AddServerAsync(
            "s1", context => context.Response.WriteAsync($"{context.Request.Headers["X-Forwarded-Proto"]} {context.Request.Host}"));
        using var client = TlsClient.For(cluster.Gateway.Address.Port, "a.test", _authority);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version.ToString(2)));
        Assert.Equal($"https a.test:{cluster.Gateway.Address.Port}", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("https", "1.1")]
    [InlineData("HTTPS", "1.1")]
    [InlineData("HTTPS", "1.0")]
    [InlineData("Http", "1.1")]
    public async Task Target_InAbsoluteForm_ArrivesInOriginFormWhateverTheCaseOfItsScheme(string scheme, string version)
    {
        await using var cluster = await StartAsync();
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync(
            $"{context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget} {context.Request.Host}"));
        await using var client = await ConnectAsync(cluster, "a.test", SslProtocols.None, SslApplicationProtocol.Http11);

        await client.WriteTextAsync($"GET {scheme}://b.test/X?y HTTP/{version}\r\nHost: a.test\r\nConnection: close\r\n\r\n", Token);
        var response = await client.ReadToEndAsync(Token);

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Contains("/X?y b.test", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_ClientOffersBothProtocols_GetsHttp2()
    {
        await using var cluster = await StartAsync();

        await using var both = await ConnectAsync(
            cluster, "a.test", SslProtocols.None, SslApplicationProtocol.Http11, SslApplicationProtocol.Http2);
        await using var old = await ConnectAsync(cluster, "a.test", SslProtocols.None, SslApplicationProtocol.Http11);

        Assert.Equal(SslApplicationProtocol.Http2, both.NegotiatedApplicationProtocol);
        Assert.Equal(SslApplicationProtocol.Http11, old.NegotiatedApplicationProtocol);
    }

    /// <summary>As <c>curl --http1.0</c> does.</summary>
    [Theory]
    [InlineData(null, "1.0")]
    [InlineData(null, "1.1")]
    [InlineData("Http1", "1.0")]
    public async Task Handshake_ClientOffersOnlyHttp10_IsServed(string? protocols, string version)
    {
        var http10 = new SslApplicationProtocol("http/1.0");
        await using var cluster = await StartAsync(("Kestrel:EndpointDefaults:Protocols", protocols ?? "Http1AndHttp2"));
        await cluster.AddServerAsync("s1", context => context.Response.WriteAsync("whole"));
        await using var client = await ConnectAsync(cluster, "a.test", SslProtocols.None, http10);
        await using var newer = await ConnectAsync(cluster, "a.test", SslProtocols.None, http10, SslApplicationProtocol.Http11);

        await client.WriteTextAsync($"GET / HTTP/{version}\r\nHost: a.test\r\nConnection: close\r\n\r\n", Token);
        var response = await client.ReadToEndAsync(Token);

        Assert.Equal((http10, SslApplicationProtocol.Http11), (client.NegotiatedApplicationProtocol, newer.NegotiatedApplicationProtocol));
        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.Contains("whole", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tls12", SslProtocols.Tls12, true)]
    [InlineData("Tls12", SslProtocols.Tls13, true)]
    [InlineData("Tls13", SslProtocols.Tls12, false)]
    [InlineData("Tls13", SslProtocols.Tls13, true)]
#pragma warning disable CA5397, SYSLIB0039 // The test offers the old version to see it rejected.
    [InlineData("Tls12", SslProtocols.Tls11, false)]
#pragma warning restore CA5397, SYSLIB0039
    public async Task Handshake_OfAVersion_SucceedsFromTheOldestAllowedOne(string oldest, SslProtocols offered, bool comesAbout)
    {
        await using var cluster = await StartAsync(("Gateway:Tls:MinimumVersion", oldest));

        if (comesAbout)
        {
            await using var stream = await ConnectAsync(cluster, "a.test", offered);
            Assert.Equal(offered, stream.SslProtocol);
        }
        else
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(cluster, "a.test", offered));
            Assert.True(failure is AuthenticationException or IOException, failure.ToString());
        }
    }

    [Theory]
    [InlineData("a.test", "CN=a.test")]
    [InlineData("A.TEST", "CN=a.test")]
    [InlineData("b.test", "CN=b.test")]
    [InlineData("x.wild.test", "CN=*.wild.test")]
    [InlineData("own.wild.test", "CN=own.wild.test")]
    [InlineData("x.y.wild.test", "CN=a.test")]
    [InlineData("wild.test", "CN=a.test")]
    [InlineData("set.test", "CN=b.test")]
    [InlineData("unknown.test", "CN=a.test")]
    [InlineData("127.0.0.1", "CN=a.test")]
    public async Task Handshake_ForAName_UsesItsCertificateOrTheFirst(string name, string expected)
    {
        await using var cluster = await StartAsync(
            ("Gateway:Tls:Certificates:1:Path", _authority.IssueTo("b.pem", "b.test")),
            ("Gateway:Tls:Certificates:1:Hosts:0", "b.test"),
            ("Gateway:Tls:Certificates:1:Hosts:1", "set.test"),
            ("Gateway:Tls:Certificates:2:Path", _authority.IssueTo("wild.pem", "*.wild.test")),
            ("Gateway:Tls:Certificates:3:Path", _authority.IssueTo("own.pem", "own.wild.test")));

        await using var stream = await ConnectAsync(cluster, name);

        Assert.Equal(expected, stream.RemoteCertificate!.Subject);
    }

    [Fact]
    public async Task Certificate_InAPfxWithAPassword_IsUsed()
    {
        using var certificate = _authority.Issue(["pfx.test"]);
        await File.WriteAllBytesAsync(
            _authority.PathOf("own.pfx"),
            certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "secret"),
            Token);
        await using var cluster = await TestCluster.StartAsync(
            Https, ("Gateway:Tls:Certificates:0:Path", _authority.PathOf("own.pfx")), ("Gateway:Tls:Certificates:0:Password", "secret"));

        await using var stream = await ConnectAsync(cluster, "pfx.test");

        Assert.Equal("CN=pfx.test", stream.RemoteCertificate!.Subject);
    }

    [Fact]
    public async Task Certificate_WithAnEncryptedKeyInItsOwnFile_IsSentWithItsChain()
    {
        using var certificate = _authority.Issue(["pem.test"]);
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        _authority.Write("chain.pem", $"{certificate.ExportCertificatePem()}\n{_authority.Certificate.ExportCertificatePem()}\n");
        _authority.Write("key.pem", key.ExportEncryptedPkcs8PrivateKeyPem("secret", new(
            System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1_000)));
        await using var cluster = await TestCluster.StartAsync(
            Https,
            ("Gateway:Tls:Certificates:0:Path", _authority.PathOf("chain.pem")),
            ("Gateway:Tls:Certificates:0:KeyPath", _authority.PathOf("key.pem")),
            ("Gateway:Tls:Certificates:0:Password", "secret"));

        await using var stream = await ConnectAsync(cluster, "pem.test");

        Assert.Equal("CN=pem.test", stream.RemoteCertificate!.Subject);
    }

    private Task<SslStream> ConnectAsync(
        TestCluster cluster, string name, SslProtocols versions = SslProtocols.None, params SslApplicationProtocol[] protocols) =>
        TlsClient.ConnectAsync(cluster.Gateway.Address.Port, name, _authority, Token, versions, protocols);

    private Task<TestCluster> StartAsync(params (string Key, string Value)[] settings) =>
        TestCluster.StartAsync([Https, ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")), .. settings]);
}
