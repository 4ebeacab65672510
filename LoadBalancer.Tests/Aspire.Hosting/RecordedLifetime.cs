using Microsoft.Extensions.Hosting;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>The lifetime of an application that never runs; it records whether the application was stopped.</summary>
internal sealed class RecordedLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public bool IsStopping => _stopping.IsCancellationRequested;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
