using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LoadBalancer.Proxy.Tls;

/// <summary>The bytes of a certificate's files, read together, and their digest.</summary>
internal sealed class CertificateFiles
{
    private const int MaxLength = 1024 * 1024;

    private CertificateFiles(byte[] certificate, byte[]? key)
    {
        Certificate = certificate;
        Key = key;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(certificate));
        hash.AppendData(key ?? []);
        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public byte[] Certificate { get; }

    public byte[]? Key { get; }

    /// <summary>A digest of the bytes.</summary>
    public string Digest { get; }

    public static bool TryRead(
        CertificateOptions options, [NotNullWhen(true)] out CertificateFiles? files, [NotNullWhen(false)] out string? reason)
    {
        files = null;
        reason = null;
        foreach (var file in options.Files())
        {
            if (!File.Exists(file))
            {
                reason = $"'{file}' is not allowed: the file does not exist.";
                return false;
            }
        }

        try
        {
            files = new(Read(options.Path!), options.KeyPath is { } key ? Read(key) : null);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reason = $"{string.Join(", ", options.Files().Select(file => $"'{file}'"))} cannot be read: {exception.Message}";
            return false;
        }
    }

    private static byte[] Read(string path)
    {
        if (new FileInfo(path).Length > MaxLength)
        {
            throw new IOException("it is larger than 1 MiB.");
        }

        return File.ReadAllBytes(path);
    }
}
