using Microsoft.Extensions.Options;

namespace LoadBalancer.Gateway.Listening.Tls;

/// <summary>Looks at the files again and again: notices of changes do not come from mounted secrets and remote folders.</summary>
internal sealed class CertificateWatcher(
    CertificateState certificates, IOptions<ListeningOptions> options, TimeProvider timeProvider) : BackgroundService
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

        using var timer = new PeriodicTimer(options.Value.Tls.ReloadInterval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            certificates.Refresh();
        }
    }
}
