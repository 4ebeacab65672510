
namespace LoadBalancer.Proxy.Tls;

/// <summary>
/// The certificates in use. A connection keeps those of its handshake; a new connection uses the files' last valid contents.
/// </summary>
internal sealed partial class CertificateState(
    TlsOptions options, TimeProvider timeProvider, ILogger<CertificateState> logger)
{
    private readonly Entry[] _entries = [.. (options.Certificates ?? []).Select((certificate, index) =>
        new Entry(certificate, $"Gateway:Tls:Certificates:{index}"))];
    private volatile CertificateSnapshot? _current;

    /// <exception cref="InvalidOperationException">No certificate has been loaded yet.</exception>
    public CertificateSnapshot Current => _current ?? throw new InvalidOperationException("There is no certificate.");

    public bool IsEmpty => _entries.Length == 0;

    /// <summary>Loads files that have changed. Must not be called concurrently.</summary>
    public void Refresh()
    {
        var hasChanged = false;
        foreach (var entry in _entries)
        {
            hasChanged |= TryRefresh(entry);
            Warn(entry);
        }

        if (hasChanged)
        {
            Publish();
        }
    }

    private void Publish()
    {
        var loaded = _entries.Where(entry => entry.Loaded is not null)
            .Select(entry => (entry.Loaded!, entry.Options.Hosts ?? entry.Loaded!.DnsNames))
            .ToList();
        if (loaded.Count > 0)
        {
            _current = new(loaded);
        }
    }

    private bool TryRefresh(Entry entry)
    {
        if (!CertificateFiles.TryRead(entry.Options, out var files, out var reason))
        {
            Reject(entry, digest: reason, reason);
            return false;
        }

        if (string.Equals(files.Digest, entry.Seen, StringComparison.Ordinal))
        {
            return false;
        }

        if (!CertificateReader.TryRead(entry.Options, files, out var certificate, out reason))
        {
            Reject(entry, files.Digest, reason);
            return false;
        }

        entry.Seen = files.Digest;
        entry.Loaded = certificate;
        LogLoaded(entry.Setting, certificate.Certificate.Subject, certificate.NotAfter);
        return true;
    }

    private void Warn(Entry entry)
    {
        var warning = entry.Loaded?.WarningAt(timeProvider.GetUtcNow());
        if (warning is not null && !string.Equals(warning, entry.Warned, StringComparison.Ordinal))
        {
            LogOutOfDate(entry.Setting, entry.Loaded!.Certificate.Subject, warning);
        }

        entry.Warned = warning;
    }

    /// <summary>
    /// Logs a rejected state of the files once. The files change one after the other, so a refresh can see an incomplete change.
    /// </summary>
    private void Reject(Entry entry, string digest, string reason)
    {
        if (!string.Equals(digest, entry.Seen, StringComparison.Ordinal))
        {
            entry.Seen = digest;
            LogRejected(entry.Setting, reason);
        }
    }

    [LoggerMessage(3701, LogLevel.Information, "{Setting}: loaded the certificate of {Subject}, valid until {NotAfter:u}")]
    private partial void LogLoaded(string setting, string subject, DateTime notAfter);

    [LoggerMessage(3702, LogLevel.Warning, "{Setting}: the certificate of {Subject} must be renewed: {Reason}")]
    private partial void LogOutOfDate(string setting, string subject, string reason);

    [LoggerMessage(3703, LogLevel.Error, "{Setting}: the changed files cannot be used; the previous certificate stays in use: {Reason}")]
    private partial void LogRejected(string setting, string reason);

    private sealed class Entry(CertificateOptions options, string setting)
    {
        public CertificateOptions Options => options;

        public string Setting => setting;

        /// <summary>The digest of the files that were processed last.</summary>
        public string? Seen { get; set; }

        public LoadedCertificate? Loaded { get; set; }

        /// <summary>The warning that was logged last.</summary>
        public string? Warned { get; set; }
    }
}
