using System.Collections.Frozen;

namespace LoadBalancer.Proxy.Tls;

/// <summary>The certificates by host name.</summary>
internal sealed class CertificateSnapshot
{
    private readonly FrozenDictionary<string, LoadedCertificate> _exact;
    private readonly FrozenDictionary<string, LoadedCertificate> _wildcards;
    private readonly LoadedCertificate _first;

    /// <param name="certificates">
    /// At least one certificate, each with its host names; if two have the same name, the earlier one is used.
    /// </param>
    public CertificateSnapshot(IReadOnlyList<(LoadedCertificate Certificate, string[] Hosts)> certificates)
    {
        var hosts = certificates
            .SelectMany(entry => entry.Hosts.Select(host => (Host: host, entry.Certificate)))
            .DistinctBy(pair => pair.Host, StringComparer.OrdinalIgnoreCase)
            .ToLookup(pair => pair.Host.StartsWith("*.", StringComparison.Ordinal));
        _exact = hosts[false].ToFrozenDictionary(pair => pair.Host, pair => pair.Certificate, StringComparer.OrdinalIgnoreCase);
        _wildcards = hosts[true].ToFrozenDictionary(pair => pair.Host[1..], pair => pair.Certificate, StringComparer.OrdinalIgnoreCase);
        _first = certificates[0].Certificate;
    }

    /// <summary>
    /// Returns the certificate of the host; else that of a wildcard, which stands for one label (RFC 9525 §6.3); else the first one.
    /// </summary>
    public LoadedCertificate For(string host) =>
        _exact.TryGetValue(host, out var exact) ? exact
        : host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && _wildcards.TryGetValue(host[dot..], out var wildcard) ? wildcard
        : _first;
}
