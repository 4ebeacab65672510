
namespace LoadBalancer.Proxy.Tls;

/// <summary>Polls the files for changes, since mounted secrets and remote folders do not raise change notifications.</summary>
internal sealed class CertificateWatcher(
    CertificateState certificates, TlsOptions options, TimeProvider timeProvider) : BackgroundService
{
    /// <summary>Loads the certificates first: hosted services start before the server listens.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        certificates.Refresh();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (certificates.IsEmpty)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.ReloadInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            certificates.Refresh();
        }
    }
}
