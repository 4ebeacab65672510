using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Support;

/// <summary>Records the log entries of a host, all categories together.</summary>
internal sealed class RecordingLoggerProvider : ILoggerProvider
{
    private readonly RecordingLogger<RecordingLoggerProvider> _log = new();

    public IReadOnlyList<(EventId Id, LogLevel Level, string Message)> Entries => _log.Entries;

    public ILogger CreateLogger(string categoryName) => _log;

    public void Dispose()
    {
    }
}
