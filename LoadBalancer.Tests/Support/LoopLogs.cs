using LoadBalancer.Cluster.Faults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadBalancer.Tests.Support;

/// <summary>Creates logs of background loops.</summary>
internal static class LoopLogs
{
    /// <param name="logger">The loop's own logger; by default nothing is logged.</param>
    /// <param name="faults">The faults of the process; by default their own.</param>
    public static LoopLog<TLoop> Of<TLoop>(ILogger<TLoop>? logger = null, BackgroundFaults? faults = null) =>
        new(faults ?? new(TimeProvider.System, NullLogger<BackgroundFaults>.Instance), logger ?? NullLogger<TLoop>.Instance);
}
