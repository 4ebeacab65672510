using System.Collections.Concurrent;

namespace LoadBalancer.Cluster.Settings;

/// <summary>Logs a warning for each setting with a former name, once however often it is read. Thread-safe.</summary>
internal sealed partial class FormerNames(ILogger<FormerNames> logger)
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);

    public void Warn(string former, string today)
    {
        if (_known.TryAdd(former, today))
        {
            LogFormerName(former, today);
        }
    }

    [LoggerMessage(2501, LogLevel.Warning, "The setting {Former} is now named {Today}; the next release will not read the old name.")]
    private partial void LogFormerName(string former, string today);
}
