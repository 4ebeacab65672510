
namespace LoadBalancer.Proxy.Tls;

/// <summary>Looks at the files again and again: notices of changes do not come from mounted secrets and remote folders.</summary>
internal sealed class CertificateWatcher(
    CertificateState certificates, TlsOptions options, TimeProvider timeProvider) : BackgroundService
{
    /// <summary>Hosted services start before the server listens.</summary>
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
