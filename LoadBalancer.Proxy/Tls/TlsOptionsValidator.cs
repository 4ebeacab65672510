using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Tls;

/// <summary>Finds everything that is wrong with the settings of TLS to clients; certificates are loaded to see.</summary>
internal static class TlsOptionsValidator
{
    private const string Section = $"{GatewaySection.Name}:Tls";
    private const int MaxCertificates = 64;
    private const int LongestHstsDays = 3650;

    public static IEnumerable<string?> Check(TlsOptions options)
    {
        var certificates = options.Certificates ?? [];
        return
        [
            certificates.Length <= MaxCertificates
                ? null
                : $"{Section}:Certificates: {certificates.Length} entries are not allowed: it may have {MaxCertificates} at most.",
            .. certificates.SelectMany(
                (certificate, index) => CertificateOptionsValidator.Check($"{Section}:Certificates:{index}", certificate)),
            Enum.IsDefined(options.MinimumVersion) ? null : $"{Section}:MinimumVersion: {options.MinimumVersion} is not allowed: it must "
                + $"be one of {string.Join(", ", Enum.GetNames<TlsVersion>())}.",
            SettingsExtensions.CheckRange(
                $"{Section}:HandshakeTimeout", options.HandshakeTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            SettingsExtensions.CheckRange(
                $"{Section}:ReloadInterval", options.ReloadInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            SettingsExtensions.CheckRange($"{Section}:Hsts", options.Hsts, TimeSpan.Zero, TimeSpan.FromDays(LongestHstsDays)),
            options.RedirectPort is null or (>= 1 and <= ushort.MaxValue)
                ? null
                : $"{Section}:RedirectPort: {options.RedirectPort} is not allowed: it must be 1 to 65535.",
            options.RedirectPort is null || options.Redirect ? null : $"{Section}:RedirectPort: not allowed without {Section}:Redirect.",
        ];
    }
}
