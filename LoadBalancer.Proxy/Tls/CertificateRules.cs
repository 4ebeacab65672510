namespace LoadBalancer.Proxy.Tls;

/// <summary>Reports all problems with a certificate's settings and files.</summary>
internal static class CertificateRules
{
    /// <summary>Returns the problems, each with key, value, and what is allowed. Loads the files to check them.</summary>
    /// <param name="section">The key of the certificate's section.</param>
    /// <param name="options">The certificate.</param>
    public static IEnumerable<string> Check(string section, CertificateOptions options)
    {
        if (string.IsNullOrEmpty(options.Path))
        {
            return [$"{section}:Path: missing: it must be a file with a certificate (PEM or PFX)."];
        }

        var hosts = (options.Hosts ?? []).Select((host, index) => IsHost(host) ? null
            : $"{section}:Hosts:{index}: '{host}' is not allowed: it must be a host name or begin with *. before one.").OfType<string>();
        return !CertificateFiles.TryRead(options, out var files, out var reason)
            || !CertificateReader.TryRead(options, files, out _, out reason)
            ? hosts.Append($"{section}: {reason}")
            : hosts;
    }

    private static bool IsHost(string host) =>
        Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) is UriHostNameType.Dns;
}
