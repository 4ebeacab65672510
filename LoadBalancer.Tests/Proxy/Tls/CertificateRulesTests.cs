using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadBalancer.Proxy.Tls;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Tls;

/// <summary>Tests files that are not certificates, and what is reported about them.</summary>
public sealed class CertificateRulesTests : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000);

    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _own;
    private readonly X509Certificate2 _other;

    public CertificateRulesTests()
    {
        (_own, _other) = (_authority.Issue(["a.test"]), _authority.Issue(["b.test"]));
        _authority.Write("own.pem", _own.ExportCertificatePem());
        _authority.Write("own.key", TestAuthority.KeyOf(_own));
        _authority.Write("other.key", TestAuthority.KeyOf(_other));
        _authority.Write("nonsense.pem", "nonsense");
        _authority.Write("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using var key = _own.GetECDsaPrivateKey()!;
        _authority.Write("encrypted.key", key.ExportEncryptedPkcs8PrivateKeyPem("secret", Encryption));
        using var rsa = RSA.Create(2048);
        _authority.Write("rsa.key", rsa.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(_authority.PathOf("own.pfx"), _own.Export(X509ContentType.Pfx, "secret"));
        using var bare = X509CertificateLoader.LoadCertificate(_own.RawData);
        File.WriteAllBytes(_authority.PathOf("bare.pfx"), bare.Export(X509ContentType.Pfx, ""));
    }

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("own.pem", "own.key", null)]
    [InlineData("own.pem", "encrypted.key", "secret")]
    [InlineData("own.pfx", null, "secret")]
    public void Check_ValidFiles_ReportsNothing(string path, string? key, string? password) => Assert.Empty(Check(path, key, password));

    [Theory]
    [InlineData("missing.pem", null, null, "the file does not exist")]
    [InlineData("own.pem", "missing.key", null, "the file does not exist")]
    [InlineData("own.pem", null, null, "no private key")]
    [InlineData("own.pem", "own.pem", null, "no private key")]
    [InlineData("own.pem", "other.key", null, "not the key of the certificate")]
    [InlineData("own.pem", "rsa.key", null, "not the key of the certificate")]
    [InlineData("own.pem", "encrypted.key", null, "Password must be set")]
    [InlineData("own.pem", "encrypted.key", "wrong", "cannot be decrypted")]
    [InlineData("own.key", null, null, "no certificate")]
    [InlineData("nonsense.pem", null, null, "neither PEM nor PFX")]
    [InlineData("damaged.pem", "own.key", null, "damaged.pem")]
    [InlineData("own.pfx", null, "wrong", "Password is incorrect")]
    [InlineData("own.pfx", null, null, "Password is incorrect")]
    [InlineData("bare.pfx", null, "", "no private key")]
    [InlineData("own.pfx", "own.key", "secret", "a PFX file contains its own key")]
    public void Check_FilesThatCannotBeUsed_ReportsWhy(string path, string? key, string? password, string part)
    {
        var problem = Assert.Single(Check(path, key, password));

        Assert.StartsWith("Section: ", problem, StringComparison.Ordinal);
        Assert.Contains(part, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.test", true)]
    [InlineData("*.a.test", true)]
    [InlineData("*", false)]
    [InlineData("a.*.test", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void Check_Hosts_MustBeNamesOrWildcards(string host, bool isAllowed)
    {
        var options = new CertificateOptions
        {
            Path = _authority.PathOf("own.pem"),
            KeyPath = _authority.PathOf("own.key"),
            Hosts = [host],
        };

        Assert.Equal(isAllowed, !CertificateRules.Check("Section", options).Any());
    }

    [Fact]
    public void WarningAt_OutsideItsValidityOrNearItsEnd_IsReported()
    {
        var loaded = new LoadedCertificate(_own, []);
        var (begin, end) = (new DateTimeOffset(_own.NotBefore.ToUniversalTime()), new DateTimeOffset(_own.NotAfter.ToUniversalTime()));

        Assert.Contains("valid only from", loaded.WarningAt(begin - TimeSpan.FromMinutes(1))!, StringComparison.Ordinal);
        Assert.Contains("expires", loaded.WarningAt(end - TimeSpan.FromMinutes(1))!, StringComparison.Ordinal);
        Assert.Contains("expired", loaded.WarningAt(end + TimeSpan.FromMinutes(1))!, StringComparison.Ordinal);
    }

    private string[] Check(string path, string? key, string? password) =>
    [
        .. CertificateRules.Check(
            "Section",
            new() { Path = _authority.PathOf(path), KeyPath = key is null ? null : _authority.PathOf(key), Password = password }),
    ];
}
