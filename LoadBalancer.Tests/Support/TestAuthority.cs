using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadBalancer.Tests.Support;

/// <summary>A certificate authority for one test, with a directory for the certificates that it issues.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("certificates-");
    private int _serial;

    public TestAuthority(string name = "test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow() - Day, TimeProvider.System.GetUtcNow() + Day);
        Path = Write("authority.pem", Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The path of the authority's certificate file.</summary>
    public string Path { get; }

    public string PathOf(string file) => System.IO.Path.Combine(_folder.FullName, file);

    /// <summary>
    /// Issues a certificate with its key for the given names. It expires after <paramref name="validFor"/>, by default half a day, and
    /// becomes valid half a day before it expires.
    /// </summary>
    public X509Certificate2 Issue(string[] names, TimeSpan? validFor = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        var serial = BitConverter.GetBytes(Interlocked.Increment(ref _serial));
        var end = TimeProvider.System.GetUtcNow() + (validFor ?? Day / 2);
        return request.Create(Certificate, end - (Day / 2), end, serial).CopyWithPrivateKey(key);
    }

    /// <summary>Creates a certificate that its own key has signed instead of an authority.</summary>
    public X509Certificate2 IssueSelfSigned(string address)
    {
        var request = new CertificateRequest("CN=self", _key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow() - Day, TimeProvider.System.GetUtcNow() + Day);
    }

    /// <summary>Issues a certificate and writes it and its key to one PEM file.</summary>
    public string IssueTo(string file, params string[] names)
    {
        using var certificate = Issue(names);
        return Write(file, PemOf(certificate));
    }

    /// <summary>Replaces a file atomically by renaming another one over it.</summary>
    public string Write(string file, string text)
    {
        var temporary = PathOf($"{file}.new");
        File.WriteAllText(temporary, text);
        File.Move(temporary, PathOf(file), overwrite: true);
        return PathOf(file);
    }

    public static string PemOf(X509Certificate2 certificate) => $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}\n";

    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Returns whether this authority issued a certificate.</summary>
    public bool HasIssued(X509Certificate? certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        return certificate is X509Certificate2 own && chain.Build(own);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        Certificate.Dispose();
        _key.Dispose();
    }
}
