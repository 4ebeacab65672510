using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>Logs a warning at start if the standard variables of the sampler do not have their literal effect.</summary>
internal sealed partial class SamplerWarning(SamplerChoice choice, ILogger<SamplerWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Warn(logger, choice.Problem!);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Warning, "{Problem}")]
    private static partial void Warn(ILogger logger, string problem);
}
