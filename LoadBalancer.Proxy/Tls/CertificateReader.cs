using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LoadBalancer.Proxy.Tls;

/// <summary>Creates a certificate from the bytes of its files, or returns the reason why this is not possible.</summary>
internal static class CertificateReader
{
    public static bool TryRead(
        CertificateOptions options,
        CertificateFiles files,
        [NotNullWhen(true)] out LoadedCertificate? certificate,
        [NotNullWhen(false)] out string? reason)
    {
        certificate = null;
        try
        {
            certificate = IsPem(files.Certificate) ? FromPem(options, files, out reason) : FromPfx(options, files, out reason);
            reason ??= "";
            return certificate is not null;
        }
        catch (CryptographicException exception)
        {
            reason = $"'{options.Path}' cannot be used: {exception.Message}";
            return false;
        }
    }

    /// <summary>Returns the certificates of a PEM file, such as those of authorities.</summary>
    public static X509Certificate2Collection AllIn(ReadOnlySpan<byte> pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.UTF8.GetString(pem));
        return certificates;
    }

    private static bool IsPem(ReadOnlySpan<byte> bytes) => bytes.IndexOf("-----BEGIN "u8) >= 0;

    private static LoadedCertificate? FromPem(CertificateOptions options, CertificateFiles files, out string? reason)
    {
        var all = AllIn(files.Certificate);
        var key = Encoding.UTF8.GetString(files.Key ?? files.Certificate);
        var keyFile = options.KeyPath ?? options.Path;
        reason = all.Count == 0 ? $"'{options.Path}' is not allowed: it contains no certificate."
            : !key.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? $"'{keyFile}' is not allowed: it contains no private key."
            : IsEncrypted(key) && options.Password is null ? $"'{keyFile}' is encrypted: its Password must be set."
            : null;
        if (reason is not null)
        {
            return null;
        }

        var pem = all[0].ExportCertificatePem();
        try
        {
            var own = IsEncrypted(key)
                ? X509Certificate2.CreateFromEncryptedPem(pem, key, options.Password)
                : X509Certificate2.CreateFromPem(pem, key);
            return new(own, [.. all.Skip(1)]);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            reason = IsOfAnother(all[0], key, options.Password) ? $"'{keyFile}' is not allowed: it is not the key of the "
                + $"certificate in '{options.Path}'."
                : IsEncrypted(key) ? $"'{keyFile}' cannot be decrypted: its Password is incorrect, or the file is damaged."
                : $"'{keyFile}' cannot be used: {exception.Message}";
            return null;
        }
    }

    private static LoadedCertificate? FromPfx(CertificateOptions options, CertificateFiles files, out string? reason)
    {
        if (options.KeyPath is not null)
        {
            reason = $"'{options.KeyPath}' is not allowed: '{options.Path}' is not a PEM file, and a PFX file contains its own key.";
            return null;
        }

        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(files.Certificate, options.Password, X509KeyStorageFlags.DefaultKeySet);
        }
        catch (CryptographicException)
        {
            reason = $"'{options.Path}' cannot be opened: it is neither PEM nor PFX, or its Password is incorrect.";
            return null;
        }

        var own = all.FirstOrDefault(one => one.HasPrivateKey);
        reason = own is null ? $"'{options.Path}' is not allowed: it contains no private key." : null;
        return own is null ? null : new(own, [.. all.Where(one => one != own)]);
    }

    private static bool IsEncrypted(string key) => key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);

    /// <summary>Whether a readable key belongs to another certificate, determined by its algorithm or its public key.</summary>
    private static bool IsOfAnother(X509Certificate2 certificate, string key, string? password)
    {
        using AsymmetricAlgorithm rsa = RSA.Create();
        using AsymmetricAlgorithm ec = ECDsa.Create();
        return new[] { rsa, ec }.Any(algorithm => CanImport(algorithm, key, password)
            && !algorithm.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    private static bool CanImport(AsymmetricAlgorithm algorithm, string key, string? password)
    {
        try
        {
            if (IsEncrypted(key))
            {
                algorithm.ImportFromEncryptedPem(key, password);
            }
            else
            {
                algorithm.ImportFromPem(key);
            }

            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
